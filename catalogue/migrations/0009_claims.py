"""Who said what, field by field. What stood in the catalogue before is kept as the word of whoever it came from."""

from django.db import migrations, models
import django.db.models.deletion

WITHOUT_SECRETS = """
create function public.catalogue_without_secrets(places jsonb) returns jsonb language sql immutable parallel safe as $$
    select case when not places @> '[{"secret": true}]' then places else (
        select coalesce(jsonb_agg(
            case when (place->>'secret')::boolean
                 then place || '{"name": "", "street": "", "house_number": "", "postcode": "", "address_code": ""}'
                 else place end order by number), '[]')
        from jsonb_array_elements(places) with ordinality as each(place, number)) end
$$
"""

BEFORE_CLAIMS = """
with legal as (
    select s.id, word.key as field, word.value
    from catalogue_service s join catalogue_provider p on p.id = s.provider_id,
    lateral jsonb_each(jsonb_build_object(
        'provider', jsonb_build_object('country', p.country, 'ico', p.ico, 'legal_form', p.legal_form, 'name', p.name,
                                       'type', p.type),
        'kind', s.kind_id, 'forms', s.forms, 'target_note', s.target_note, 'age_groups', s.age_groups,
        'registered_on', s.registered_on, 'starts_on', s.starts_on, 'ended_on', s.ended_on,
        'target_groups', coalesce((
            select jsonb_agg(g.targetgroup_id order by g.targetgroup_id collate "C")
            from catalogue_service_target_groups g where g.service_id = s.id), '[]'),
        'capacities', coalesce((
            select jsonb_agg(jsonb_build_object('form', c.form, 'unit', c.unit, 'count', c.count)
                             order by c.form collate "C", c.unit collate "C")
            from catalogue_capacity c where c.service_id = s.id), '[]'),
        'places', public.catalogue_without_secrets(coalesce((
            select jsonb_agg(place order by place) from (
                select jsonb_build_object(
                    'name', pl.name, 'street', pl.street, 'house_number', pl.house_number, 'postcode', pl.postcode,
                    'municipality', pl.municipality_id, 'address_code', pl.address_code, 'secret', pl.is_secret,
                    'starts_on', at.starts_on, 'ended_on', at.ended_on) as place
                from catalogue_serviceatplace at join catalogue_place pl on pl.id = at.place_id
                where at.service_id = s.id) listed), '[]')))) word
),
told as (
    select s.id, word.key as field, word.value
    from catalogue_service s,
    lateral jsonb_each(jsonb_strip_nulls(jsonb_build_object(
        'name', s.name, 'phones', s.phones, 'emails', s.emails, 'webs', s.webs,
        'description', nullif(s.description, ''), 'for_whom', nullif(s.for_whom, ''),
        'how_to_apply', nullif(s.how_to_apply, ''), 'opening_hours', nullif(s.opening_hours, '[]'),
        'prices', nullif(s.prices, ''), 'languages', nullif(to_jsonb(s.languages), '[]'),
        'accessibility', nullif(to_jsonb(s.accessibility), '[]'), 'waiting_time', nullif(s.waiting_time, ''),
        'reach', (
            select jsonb_agg(jsonb_build_object('level', r.level, 'code', r.code)
                             order by r.level collate "C", r.code collate "C")
            from catalogue_reach r where r.service_id = s.id),
        'free_places', case when s.capacity_free is not null then jsonb_build_object(
            'count', s.capacity_free, 'at',
            to_char(s.capacity_free_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')) end,
        'confirmation', case when s.confirmed_on is not null then jsonb_build_object(
            'on', s.confirmed_on, 'by', s.confirmed_by, 'how', s.confirmed_how) end))) word
)
insert into catalogue_claim (service_id, field, voice, source, value, said_at, reason)
select s.id, word.field, word.voice,
       case word.voice when 'REGISTER' then coalesce(nullif(s.register, ''), 'register')
                       when 'SHEET' then 'sheet' else 'provider' end,
       word.value, s.changed_at, 'before claims'
from catalogue_service s join (
    select id, field, value, 'REGISTER' as voice from legal
    union all
    select told.id, field, value,
           case when s.confirmed_how in ('PROVIDER', 'STAFF') then 'PROVIDER'
                when s.confirmed_how = 'SHEET' then 'SHEET' else 'REGISTER' end
    from told join catalogue_service s on s.id = told.id
) word on word.id = s.id
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_overlays_apart")]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('field', models.CharField(max_length=24)),
                ('voice', models.CharField(choices=[('REGISTER', 'register'), ('SHEET', 'list of the region'), ('PROVIDER', 'provider'), ('REGION', 'region')], max_length=8)),
                ('source', models.CharField(help_text='the register or sheet; provider, staff or region', max_length=16)),
                ('value', models.JSONField()),
                ('said_at', models.DateTimeField(help_text='first seen; an unchanged import does not say it again')),
                ('by', models.UUIDField(help_text='the account; none for what came by itself', null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('until', models.DateField(help_text='last day on which the word counts', null=True)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='batch',
            name='undone_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='batch',
            name='undone_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='change',
            name='is_taken',
            field=models.BooleanField(default=True, help_text='a person has not left it out'),
        ),
        migrations.AddField(
            model_name='change',
            name='stayed',
            field=models.JSONField(default=list, help_text='fields that undoing could not put back: somebody spoke since'),
        ),
        migrations.AddField(
            model_name='service',
            name='withdrawn_on',
            field=models.DateField(help_text='the import that brought it was undone; nobody else knows it', null=True),
        ),
        migrations.AlterField(
            model_name='batch',
            name='state',
            field=models.CharField(choices=[('STAGING', 'being read'), ('COMPARED', 'ready to be looked at'), ('ACCEPTED', 'accepted'), ('DISCARDED', 'put aside'), ('UNDONE', 'undone')], default='STAGING', max_length=12),
        ),
        migrations.AlterField(
            model_name='change',
            name='fields',
            field=models.JSONField(default=list, help_text='[{"field", "old", "new", "kept"}]; kept: the voice whose word stays, or SAME'),
        ),
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('NEW', 'new'), ('CHANGED', 'changed'), ('ENDED', 'ended'), ('RETURNED', 'returned'), ('CONFLICT', 'conflict'), ('NOTED', 'taken note of'), ('UNCHANGED', 'unchanged'), ('UNKNOWN', 'not in the catalogue')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'UNDONE'), _negated=True), models.Q(('accepted_at__isnull', False), ('undone_at__isnull', False)), _connector='OR'), name='undone_batch_was_accepted_before'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), ('is_published', False), _connector='OR'), name='withdrawn_service_is_not_published'),
        ),
        migrations.AddField(
            model_name='claim',
            name='batch',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='catalogue.batch'),
        ),
        migrations.AddField(
            model_name='claim',
            name='service',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='catalogue.service'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['service', 'field'], name='claim_by_service'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='claim_by_batch'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('undone_at__isnull', True), ('until__isnull', False)), fields=['until'], name='claim_that_runs_out'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voice', 'REGION'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='region_says_why_it_overrides'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voice__in', ['REGISTER', 'SHEET']), _negated=True), ('batch__isnull', False), ('reason', 'before claims'), _connector='OR'), name='word_of_a_file_names_its_batch'),
        ),
        migrations.RunSQL([WITHOUT_SECRETS], ["drop function public.catalogue_without_secrets(jsonb)"]),
        migrations.RunSQL([BEFORE_CLAIMS], migrations.RunSQL.noop),
    ]
