"""The rich-text editor of the admin: django-prose-editor, loaded in a way the policy allows.

The package's own widget starts through an import map, which is an inline script, and through an
editor that puts a style element into the page; both are refused by our Content-Security-Policy.
So our own module imports the package's and turns that off.
"""

import re

from django import forms
from django.forms.widgets import Script


class RichTextarea(forms.Textarea):
    """HTML of an article: a plain text area where there is no script."""

    def __init__(self, attrs=None) -> None:
        super().__init__({"cols": 100, "data-rich-text": "", **(attrs or {})})

    class Media:
        css = {
            "all": [
                "django_prose_editor/material-icons.css",
                "django_prose_editor/editor.css",
                "briefs/css/rich-text.css",
            ]
        }
        js = [Script("briefs/js/rich-text.js", type="module")]


# Google Docs wraps what is copied in a <b> that is not bold.
_NOT_BOLD = re.compile(
    r"<b\b(?=[^>]*font-weight:\s*(?:normal|400))(?![^>]*mso-)[^>]*>", re.IGNORECASE
)


def without_wrappers(html: str) -> str:
    """HTML from a clipboard without the elements that say the contrary of what they look like.

    The end tags that are left over close nothing, and parsers pass over them.
    """
    return _NOT_BOLD.sub("", html)
