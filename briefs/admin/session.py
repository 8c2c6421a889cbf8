"""Who is logged in, for a page that stays open longer than a session."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """The editor's name with the token that forms need now; no name for everybody else.

    Only a page of this site can read the answer: no other is allowed to by CORS.
    """
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"user": None})
    return JsonResponse({"user": request.user.get_username(), "token": get_token(request)})
