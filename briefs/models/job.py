from django.db import models


class JobRun(models.Model):
    """How a job of the clock last ended: a row a job, written over by its next run."""

    job = models.CharField(max_length=50, unique=True)
    ended_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True, help_text="The last run that ended well.")
    problem = models.CharField(max_length=300, blank=True, help_text="Of the last run.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.job
