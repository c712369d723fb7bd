from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# One configuration a stemmer, and one for every other language. Accents are left out before stemming, so that whoever
# types "decision" finds "décision".
CONFIGURATIONS = """
create text search configuration texts_{key} (copy = pg_catalog.{base});
alter text search configuration texts_{key}
  alter mapping for hword, hword_part, word with unaccent, {stem};
"""
BASES = {
    "ar": ("arabic", "arabic_stem"),
    "en": ("english", "english_stem"),
    "es": ("spanish", "spanish_stem"),
    "fr": ("french", "french_stem"),
    "ru": ("russian", "russian_stem"),
    "simple": ("simple", "simple"),
}
CONFIGURE = "".join(CONFIGURATIONS.format(key=key, base=base, stem=stem) for key, (base, stem) in BASES.items())
UNCONFIGURE = "".join(f"drop text search configuration texts_{key};" for key in BASES)

# Chinese and Japanese write no spaces: each of their signs becomes a word of its own, and a run of them is sought as a
# phrase. U+001F stands between them, so that a reader's excerpt can leave it out again. All three are named with their
# schema where one uses another, since a restored backup looks for nothing by itself.
FUNCTIONS = r"""
create function texts_apart(words text) returns text language sql immutable parallel safe
  return regexp_replace(words, '([\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])', U&'\001F' || '\1' || U&'\001F', 'g');

create function texts_answers(answers jsonb) returns text language plpgsql immutable parallel safe as $$
begin
  return (select string_agg(value, E'\n' order by key) from jsonb_each_text(answers));
end $$;

-- What is sought in a text: its title weighs more than its words. PostgreSQL refuses more than a megabyte of different
-- words; of a text with more of them its beginning is found.
create function texts_search(language text, title text, words text) returns tsvector
language plpgsql immutable parallel safe as $$
declare
  config regconfig := case split_part(language, '-', 1)
    when 'ar' then 'public.texts_ar'::regconfig
    when 'en' then 'public.texts_en'::regconfig
    when 'es' then 'public.texts_es'::regconfig
    when 'fr' then 'public.texts_fr'::regconfig
    when 'ru' then 'public.texts_ru'::regconfig
    else 'public.texts_simple'::regconfig
  end;
  heading tsvector := setweight(to_tsvector(config, public.texts_apart(left(coalesce(title, ''), 1000))), 'A');
begin
  return heading || setweight(to_tsvector(config, public.texts_apart(coalesce(words, ''))), 'B');
exception when program_limit_exceeded then
  return heading || setweight(to_tsvector(config, public.texts_apart(left(words, 40000))), 'B');
end $$;
"""
UNFUNCTIONS = """
drop function texts_search(text, text, text);
drop function texts_answers(jsonb);
drop function texts_apart(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURE, UNCONFIGURE),
        migrations.RunSQL(FUNCTIONS, UNFUNCTIONS),
    ]
