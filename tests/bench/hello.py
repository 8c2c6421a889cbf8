"""A Django view that says hello, behind all of the site's middleware: what Django alone costs."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "sco_site.settings"

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.ROOT_URLCONF = "tests.bench.hello"


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Hello</title><p>Hello, world.")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
