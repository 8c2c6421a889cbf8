"""Pages about the site itself, and what machines ask for first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefs.models import vocabulary


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Every closed list with its definitions."""
    return render(
        request,
        "briefs/method.html",
        {
            "kinds": vocabulary.Kind,
            "fact_scale": vocabulary.FACT_SCALE,
            "forecast_scale": vocabulary.FORECAST_SCALE,
            "confidence": vocabulary.Confidence,
            "still_holds": vocabulary.StillHolds,
            "effects": vocabulary.Effect,
            "roles": vocabulary.Role,
            "outcomes": vocabulary.Outcome,
            "precisions": vocabulary.Precision,
            "reference_states": vocabulary.ReferenceState,
            "fits": vocabulary.Fit,
            "events": [kind for kind in vocabulary.EventKind if kind not in vocabulary.INTERNAL],
        },
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("briefs:sitemap"))
    return HttpResponse(
        f"User-agent: *\nDisallow: /admin/\n\nSitemap: {sitemap}\n", content_type="text/plain"
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For clients that ask at the root whatever the page says."""
    return redirect(static("briefs/favicon.svg"))
