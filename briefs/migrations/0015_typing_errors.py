from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0014_noted_verdicts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='event',
            name='event_kind_is_listed',
        ),
        migrations.AddField(
            model_name='version',
            name='only_typos',
            field=models.BooleanField(default=False, help_text='On: spelling or layout alone was put right; who follows by feed is not told.', verbose_name='only typing errors'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('article-published', 'article published'), ('version-published', 'new version'), ('claim-published', 'claim published'), ('assessed', 'assessment'), ('updated', 'update'), ('claim-retired', 'claim retired'), ('corrected', 'correction'), ('typo-fixed', 'typing error put right'), ('organisation-published', 'organisation published'), ('membership-recorded', 'membership recorded'), ('membership-changed', 'membership changed'), ('watch-opened', 'watched development'), ('checked', 'checked, no change'), ('withdrawn', 'withdrawn'), ('merged', 'entries merged'), ('submitted', 'given to review'), ('sent-back', 'sent back'), ('approved', 'approved'), ('scheduled', 'scheduled'), ('assigned', 'assigned'), ('noted', 'noted, verdict stays')], db_index=True, max_length=30),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['article-published', 'version-published', 'claim-published', 'assessed', 'updated', 'claim-retired', 'corrected', 'typo-fixed', 'organisation-published', 'membership-recorded', 'membership-changed', 'watch-opened', 'checked', 'withdrawn', 'merged', 'submitted', 'sent-back', 'approved', 'scheduled', 'assigned', 'noted'])), name='event_kind_is_listed'),
        ),
    ]
