from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from briefs.models.spelling import slugged


class Topic(TagBase):
    # In ASCII, as in every address: that of taggit takes any letter.
    slug = models.SlugField(unique=True, max_length=100)
    definition = models.TextField(
        blank=True, help_text="One sentence for readers: what belongs under this topic."
    )

    class Meta:
        ordering = ["name"]
        constraints = [slugged("topic")]

    def get_absolute_url(self) -> str:
        return reverse("briefs:topic-detail", args=[self.slug])


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey(
        "briefs.Article", on_delete=models.CASCADE, related_name="tagged_topics"
    )
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_articles")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="taggedarticle_topic_once"
            )
        ]


class TaggedAnnotation(ItemBase):
    content_object = models.ForeignKey(
        "briefs.Annotation", on_delete=models.CASCADE, related_name="tagged_topics"
    )
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_annotations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="taggedannotation_topic_once"
            )
        ]


class TaggedUpdate(ItemBase):
    content_object = models.ForeignKey(
        "briefs.Update", on_delete=models.CASCADE, related_name="tagged_topics"
    )
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_updates")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="taggedupdate_topic_once"
            )
        ]
