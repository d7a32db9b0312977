"""The statements behind related activities from lists: comparing, writing and undoing, each for a whole batch."""

PROVIDER = "jsonb_build_object('country', p.country, 'ico', p.ico, 'name', p.name)"
CHANGE_COLUMNS = "kind, row, register, register_key, service_id, provider_id, title, fields"

# Activities of a provider that is told by IČO alone can be taken only if the catalogue knows it.
NAMELESS = """
    update catalogue_stagedrecord r set problem = 'NO_PROVIDER', problem_field = 'provider', fields = '{}'
    where r.batch_id = %(batch)s and r.problem = '' and not r.fields->'provider' ? 'name'
      and not exists (select from catalogue_provider p where p.country = r.fields->'provider'->>'country'
                        and p.ico = r.fields->'provider'->>'ico' and p.ico <> '')
"""
CURRENT = f"""
    select a.id, a.said, a.ended_on, a.withdrawn_on, a.name, jsonb_build_object(
        'provider', {PROVIDER}, 'name', a.name, 'description', a.description, 'municipality', a.municipality_id,
        'street', a.street, 'phones', to_jsonb(a.phones), 'emails', to_jsonb(a.emails), 'webs', to_jsonb(a.webs),
        'ended_on', a.ended_on, 'target_groups', coalesce((
            select jsonb_agg(g.targetgroup_id order by g.targetgroup_id collate "C")
            from catalogue_relatedactivity_target_groups g where g.relatedactivity_id = a.id), '[]')) as doc
    from catalogue_relatedactivity a join catalogue_provider p on p.id = a.provider_id
"""  # noqa: S608 - names of our own
# A provider is found by its IČO, else by its name if only one is called so; its own facts are none of the list's.
CHANGES = f"""
    with read as (
        select r.row, r.register, r.register_key, r.fields, r.service_id as activity_id, r.is_outside,
               coalesce(by_ico.id, by_name.id, r.provider_id) as provider_id,
               coalesce(by_ico.doc, by_name.doc,
                        '{{"ico": ""}}'::jsonb || ((r.fields->'provider') - 'type')) as provider
        from catalogue_stagedrecord r
        left join lateral (
            select p.id, {PROVIDER} as doc from catalogue_provider p
            where p.country = r.fields->'provider'->>'country' and p.ico <> ''
              and p.ico = r.fields->'provider'->>'ico'
        ) by_ico on true
        left join lateral (
            select (array_agg(p.id))[1] as id, (array_agg({PROVIDER}))[1] as doc from catalogue_provider p
            where p.country = r.fields->'provider'->>'country' and p.retired_on is null
              and public.catalogue_fold(p.name) = public.catalogue_fold(r.fields->'provider'->>'name')
            having count(*) = 1
        ) by_name on not r.fields->'provider' ? 'ico'
        where r.batch_id = %(batch)s and r.problem = ''
    ),
    said as (  -- however often a list spells a new provider differently, it becomes one provider with one name
        select read.row, register, register_key, fields, activity_id, is_outside, provider_id,
               first_value(provider) over (partition by provider_id order by read.row) as provider
        from read
    ),
    current as (
        {CURRENT} where a.source = %(source)s
    ),
    wanted as (
        select said.*, current.id as known_id, current.said as before, current.doc as current_doc,
               current.ended_on as known_ended_on, current.withdrawn_on, current.name as known_name,
               said.fields || jsonb_build_object('provider', said.provider) as doc
        from said left join current on current.id = said.activity_id
        where current.id is not null
           or (not said.is_outside and not coalesce((said.fields->>'ended_on')::date < %(day)s, false))
    ),
    heard as (
        select w.activity_id, word.key as field, w.current_doc->word.key as old, word.value as new,
               w.before->word.key as before, w.before ? word.key as was_said, w.withdrawn_on
        from wanted w cross join lateral jsonb_each(w.doc) word
        where w.known_id is not null
          and (w.withdrawn_on is not null or w.before->word.key is distinct from word.value)
    ),
    told as (
        select activity_id, bool_or(kept = '') as is_written,
               jsonb_agg(jsonb_build_object('field', field, 'old', old, 'new', new, 'kept', kept)
                         || case when was_said then jsonb_build_object('before', before) else '{{}}' end
                         order by field) as fields
        from (
            select heard.*, case when old is not distinct from new then 'SAME'
                                 when withdrawn_on is not null or old is not distinct from before then ''
                                 when not was_said and old in ('null', '""', '[]') then ''
                                 else 'REGION' end as kept
            from heard
        ) word group by activity_id
    )
    select case when w.known_id is null then 'NEW'
                when w.withdrawn_on is not null then 'RETURNED'
                when w.known_ended_on is null
                     and told.fields @> '[{{"field": "ended_on", "kept": ""}}]' then 'ENDED'
                when w.known_ended_on is not null
                     and told.fields @> '[{{"field": "ended_on", "new": null, "kept": ""}}]' then 'RETURNED'
                when told.is_written then 'CHANGED'
                else 'NOTED' end as kind,
           w.row, w.register, w.register_key, w.activity_id as service_id, w.provider_id,
           left(coalesce(w.doc->>'name', w.known_name), 300) as title,
           coalesce(told.fields, (
               select jsonb_agg(jsonb_build_object('field', key, 'old', null, 'new', value, 'kept', '') order by key)
               from jsonb_each(w.doc) where w.known_id is null), '[]') as fields
    from wanted w left join told using (activity_id)
    where w.known_id is null or told.activity_id is not null or w.withdrawn_on is not null
"""  # noqa: S608 - names of our own
MISSING = """
    union all
    select 'ENDED', null, a.source, a.source_key, a.id, a.provider_id, left(a.name, 300),
           jsonb_build_array(jsonb_build_object('field', 'ended_on', 'old', null, 'new', %(day)s::date, 'kept', '')
               || case when a.said ? 'ended_on' then jsonb_build_object('before', a.said->'ended_on') else '{}' end)
    from catalogue_relatedactivity a
    where a.source = %(source)s and a.ended_on is null and a.withdrawn_on is null
      and not exists (select from catalogue_stagedrecord r
                      where r.batch_id = %(batch)s and r.register = a.source and r.register_key = a.source_key)
"""
TALLY = """
    select count(*) filter (where r.problem = 'DOUBLED'),
           count(*) filter (where r.problem not in ('', 'DOUBLED')),
           count(*) filter (where r.problem = '' and a.id is null and r.is_outside),
           count(*) filter (where r.problem = '' and a.id is null and not r.is_outside
                              and (r.fields->>'ended_on')::date < %(day)s),
           count(*) filter (where r.problem = '' and a.id is not null)
    from catalogue_stagedrecord r left join catalogue_relatedactivity a on a.id = r.service_id
    where r.batch_id = %(batch)s
"""
LOCK = """
    select a.id from catalogue_relatedactivity a
    join catalogue_change c on c.service_id = a.id and c.batch_id = %(batch)s order by a.id for update of a
"""
STALE = f"""
    with seen as (select {CHANGE_COLUMNS} from catalogue_change where batch_id = %(batch)s)
    select exists ((table fresh except all table seen) union all (table seen except all table fresh))
"""  # noqa: S608 - names of our own
AGREED = """
    create temp table agreed_activity on commit drop as
    select c.kind, c.register, c.register_key, c.service_id as id, c.provider_id,
           (select coalesce(jsonb_object_agg(each->>'field', each->'new'), '{}')
            from jsonb_array_elements(c.fields) each where each->>'kept' = '') as doc,
           (select coalesce(jsonb_object_agg(each->>'field', each->'new'), '{}')
            from jsonb_array_elements(c.fields) each) as said
    from catalogue_change c where c.batch_id = %(batch)s and c.is_taken
"""
WRITE = [
    """
    insert into catalogue_provider
        (id, version, country, ico, name, legal_form, type, phones, emails, webs, created_at, changed_at)
    select distinct on (provider_id) provider_id, 0, doc->'provider'->>'country',
           coalesce(doc->'provider'->>'ico', ''), doc->'provider'->>'name', '', 'UNKNOWN', '{}', '{}', '{}',
           %(at)s, %(at)s
    from agreed_activity where doc ? 'provider' order by provider_id, doc->'provider'->>'name'
    on conflict (id) do nothing
    """,
    """
    insert into catalogue_targetgroup (code, country, register_code, name_sk, name_cs, name_en, position)
    select distinct code, left(code, 2), case when code like 'CZ-%%' then 'CilovaSkupinaOsoby/' || substr(code, 4)
           else '' end, '', '', '', 1000
    from agreed_activity a, jsonb_array_elements_text(a.doc->'target_groups') code
    where left(code, 2) in ('SK', 'CZ') on conflict (code) do nothing
    """,
    """
    insert into catalogue_relatedactivity
        (id, version, provider_id, name, description, municipality_id, street, phones, emails, webs, is_published,
         ended_on, source, source_key, said, created_at, changed_at)
    select id, 0, provider_id, doc->>'name', coalesce(doc->>'description', ''), doc->>'municipality',
           coalesce(doc->>'street', ''), array(select jsonb_array_elements_text(doc->'phones')),
           array(select jsonb_array_elements_text(doc->'emails')), array(select jsonb_array_elements_text(doc->'webs')),
           true, (doc->>'ended_on')::date, register, register_key, said, %(at)s, %(at)s
    from agreed_activity where kind = 'NEW' order by id
    """,
    """
    update catalogue_relatedactivity t set
        provider_id = case when a.doc ? 'provider' then a.provider_id else t.provider_id end,
        name = coalesce(a.doc->>'name', t.name),
        description = case when a.doc ? 'description' then a.doc->>'description' else t.description end,
        municipality_id = case when a.doc ? 'municipality' then a.doc->>'municipality' else t.municipality_id end,
        street = case when a.doc ? 'street' then a.doc->>'street' else t.street end,
        phones = case when a.doc ? 'phones' then array(select jsonb_array_elements_text(a.doc->'phones'))
                 else t.phones end,
        emails = case when a.doc ? 'emails' then array(select jsonb_array_elements_text(a.doc->'emails'))
                 else t.emails end,
        webs = case when a.doc ? 'webs' then array(select jsonb_array_elements_text(a.doc->'webs')) else t.webs end,
        ended_on = case when a.doc ? 'ended_on' then (a.doc->>'ended_on')::date else t.ended_on end,
        is_published = t.is_published or (t.withdrawn_on is not null and a.kind = 'RETURNED'),
        withdrawn_on = case when a.kind = 'RETURNED' then null else t.withdrawn_on end,
        changed_at = case when a.doc = '{}' and a.kind <> 'RETURNED' then t.changed_at else %(at)s end,
        said = t.said || a.said
    from agreed_activity a where t.id = a.id and a.kind <> 'NEW'
    """,
    """
    delete from catalogue_relatedactivity_target_groups g using agreed_activity a
    where g.relatedactivity_id = a.id and a.doc ? 'target_groups' and not a.doc->'target_groups' ? g.targetgroup_id
    """,
    """
    insert into catalogue_relatedactivity_target_groups (relatedactivity_id, targetgroup_id)
    select a.id, code from agreed_activity a, jsonb_array_elements_text(a.doc->'target_groups') code
    on conflict (relatedactivity_id, targetgroup_id) do nothing
    """,
]
# --- undoing ---------------------------------------------------------------------------------------------------------
# Each written field of the batch beside what stands there now. A new activity on which nobody has worked is taken out
# again; of all others each field that still holds the word of the batch goes back to what it was.
WRITTEN = f"""
    create temp table written on commit drop as
    select c.id as change_id, c.kind, c.service_id as id, each->>'field' as field, each->'old' as old,
           each->'new' as new, each->'before' as before, each ? 'before' as was_said, each->>'kept' as kept,
           now.doc->(each->>'field') as current, now.said->(each->>'field') as said_now
    from catalogue_change c cross join lateral jsonb_array_elements(c.fields) each
    join ({CURRENT}) now on now.id = c.service_id
    where c.batch_id = %(batch)s and c.is_taken
"""  # noqa: S608 - names of our own
ALONE = """
    create temp table alone on commit drop as
    select c.service_id as id from catalogue_change c
    where c.batch_id = %(batch)s and c.is_taken
      and (c.kind = 'NEW' or (c.kind = 'RETURNED' and not jsonb_path_exists(c.fields, '$[*].before')))
      and not exists (select from written w where w.id = c.service_id
                      and (w.current is distinct from w.new or w.said_now is distinct from w.new))
"""
STAYED = """
    update catalogue_change c set stayed = listed.fields
    from (
        select change_id, jsonb_agg(jsonb_build_object('field', field, 'voice',
                   case when said_now is distinct from new then 'SHEET' else 'REGION' end) order by field) as fields
        from written w
        where kept = '' and id not in (select id from alone)
          and (kind = 'NEW' or current is distinct from new or said_now is distinct from new)
        group by change_id
    ) listed where c.id = listed.change_id
"""
PUT_BACK = """
    create temp table agreed_activity on commit drop as
    select w.id, 'CHANGED' as kind, w.provider_id, w.doc, w.said
    from (
        select written.id,
               (select p.id from catalogue_provider p
                where p.country = back.doc->'provider'->>'country' and p.name = back.doc->'provider'->>'name'
                  and p.ico = back.doc->'provider'->>'ico' limit 1) as provider_id,
               back.doc, '{}'::jsonb as said
        from (select distinct id from written where kind <> 'NEW' and id not in (select id from alone)) written
        join lateral (
            select coalesce(jsonb_object_agg(field, old), '{}') as doc from written f
            where f.id = written.id and f.kept = '' and f.current is not distinct from f.new
              and f.said_now is not distinct from f.new
        ) back on true
    ) w
"""
UNSAY = """
    update catalogue_relatedactivity t set said = (t.said - undone.fields) || undone.before
    from (
        select id, array_agg(field) as fields,
               coalesce(jsonb_object_agg(field, before) filter (where was_said), '{}') as before
        from written
        where kind <> 'NEW' and said_now is not distinct from new and id not in (select id from alone) group by id
    ) undone where t.id = undone.id
"""
WITHDRAW = """
    update catalogue_relatedactivity t
    set withdrawn_on = %(day)s, is_published = false, said = '{}', changed_at = %(at)s
    from alone where t.id = alone.id
"""
