import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0016_tombstones'),
    ]

    operations = [
        migrations.CreateModel(
            name='HubPing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hub_ping', to='briefs.event')),
            ],
            options={
                'ordering': ['event_id'],
                'default_permissions': (),
            },
        ),
    ]
