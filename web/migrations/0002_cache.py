from django.db import migrations

# The table behind Django's database cache, as its createcachetable command makes it.
MAKE = """
create table web_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index web_cache_expires on web_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "drop table web_cache")]
