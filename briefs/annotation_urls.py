"""Addresses of annotations; each collection is at one that is negotiated, and as a file."""

from django.urls import path

from briefs.views import annotations, versions

AS_FILE = {"negotiated": False}

urlpatterns = [
    path("annotations/", annotations.annotation_list, name="annotation-list"),
    path("annotations.jsonld", annotations.annotation_list, AS_FILE, name="annotation-list-file"),
    path("annotations/<uuid:public_id>/", annotations.annotation_detail, name="annotation-detail"),
    path(
        "claims/<slug:slug>/annotation.jsonld",
        annotations.claim_annotation,
        name="claim-annotation",
    ),
    path(
        "articles/<slug:slug>/versions/<int:number>/text",
        versions.version_text,
        name="version-text",
    ),
    path(
        "articles/<slug:slug>/annotations/",
        annotations.article_annotations,
        name="article-annotations",
    ),
    path(
        "articles/<slug:slug>/annotations.jsonld",
        annotations.article_annotations,
        AS_FILE,
        name="article-annotations-file",
    ),
    path(
        "organisations/<slug:slug>/annotations/",
        annotations.organisation_annotations,
        name="organisation-annotations",
    ),
    path(
        "organisations/<slug:slug>/annotations.jsonld",
        annotations.organisation_annotations,
        AS_FILE,
        name="organisation-annotations-file",
    ),
    path(
        "topics/<slug:slug>/annotations/",
        annotations.topic_annotations,
        name="topic-annotations",
    ),
    path(
        "topics/<slug:slug>/annotations.jsonld",
        annotations.topic_annotations,
        AS_FILE,
        name="topic-annotations-file",
    ),
]
