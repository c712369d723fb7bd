from django.db import migrations

# Django knows no foreign key of two columns: a link begins where another link of the same stream ends.
CHAIN = """
alter table digests_digest add constraint digest_chain
  foreign key (stream_id, from_seq) references digests_digest (stream_id, to_seq)
"""


class Migration(migrations.Migration):
    dependencies = [("digests", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, "alter table digests_digest drop constraint digest_chain")]
