-- Requests to export or erase a person's data, who must not be imported again, and how long an
-- organization keeps what.

create table privacy_requests (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  kind text not null check (kind in ('export', 'erasure')),
  state text not null check (state in ('queued', 'done', 'expired', 'refused')),
  -- whom it is about; null once the data is erased or the export has expired
  email_sealed text,
  -- keyed hash of the address: tells requests about one person apart without naming them
  subject_hash text not null,
  requested_by uuid,
  -- the gathered data of an export, until it expires
  content_sealed text,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  unique (organization_id, id)
);
create index privacy_requests_order on privacy_requests (organization_id, id desc);
create index privacy_requests_subject on privacy_requests (organization_id, subject_hash);
call stamp_tenant_table('privacy_requests');

-- People who had their data erased: what comes in by itself later must leave them out.
create table suppressions (
  organization_id uuid not null references organizations (id) on delete cascade,
  subject_hash text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, subject_hash)
);
call stamp_tenant_table('suppressions');

-- Null: the default. Bounds are the program's.
create table retention_settings (
  organization_id uuid primary key references organizations (id) on delete cascade,
  audit_days integer,
  drift_days integer,
  mail_days integer,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
call stamp_tenant_table('retention_settings');

-- Of each address, the user and whether they belong to other organizations too.
create function person_of_address(address text) returns table (user_id uuid, name text, elsewhere boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select u.id, u.name,
    exists (select from members m where m.user_id = u.id and m.organization_id <> current_organization())
      or exists (select from portal_links p
                 where p.user_id = u.id and p.organization_id <> current_organization())
  from users u
  where u.email = lower(address) and (
    exists (select from members m where m.user_id = u.id and m.organization_id = current_organization())
    or exists (select from portal_links p where p.user_id = u.id and p.organization_id = current_organization()))
$$;
alter function person_of_address(text) owner to partneros_maint;
revoke all on function person_of_address(text) from public;
grant execute on function person_of_address(text) to partneros_app;

-- Takes a person's name and address out of the log's lines; what was done, when and by which id stays.
create function erase_from_audit(people uuid[], sought text, substitute text) returns integer
  language sql volatile security definer set search_path = pg_catalog, public as $$
  with erased as (
    update audit_log set
      actor_name = case when actor_id = any (people) then substitute
        when actor_id is null then regexp_replace(actor_name, sought, substitute, 'gi')
        else actor_name end,
      target_id = regexp_replace(target_id, sought, substitute, 'gi'),
      details = regexp_replace(details::text, sought, substitute, 'gi')::jsonb
    where organization_id = current_organization()
      and (actor_id = any (people) or actor_name ~* sought or target_id ~* sought
        or details::text ~* sought)
    returning 1)
  select count(*)::int from erased
$$;

alter function erase_from_audit(uuid[], text, text) owner to partneros_maint;
revoke all on function erase_from_audit(uuid[], text, text) from public;
grant execute on function erase_from_audit(uuid[], text, text) to partneros_app;
