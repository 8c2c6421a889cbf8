import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0015_typing_errors'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='seen',
            field=models.BooleanField(default=True, editable=False, help_text='Off: the withdrawal of what no reader had been shown.'),
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tombstones', to='briefs.event')),
                ('withdrawal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buried', to='briefs.event')),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('event', 'withdrawal'), name='tombstone_once')],
            },
        ),
    ]
