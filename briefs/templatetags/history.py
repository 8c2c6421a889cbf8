"""Addresses and nouns of the rows that a history names."""

from django import template
from django.contrib import admin
from django.urls import reverse

from briefs.history import Key, model_of
from briefs.restoring import is_restored_with_its_thing

register = template.Library()


@register.filter
def history_address(key: Key) -> str:
    """The history page of a row; empty for rows whose history is that of what they are part of."""
    label, number = key
    model = model_of(label)
    if model is None or model not in admin.site._registry or is_restored_with_its_thing(model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[number])


@register.filter
def noun_of(key: Key) -> str:
    model = model_of(key[0])
    return str(model._meta.verbose_name) if model else key[0]
