-- Who did what, when. Lines are added and read, never changed.
create table audit_log (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('member', 'portal', 'system')),
  -- the user, or null for the system
  actor_id uuid,
  actor_name text not null,
  action text not null,
  target_type text,
  target_id text,
  outcome text not null default 'done' check (outcome in ('done', 'refused', 'failed')),
  details jsonb not null default '{}',
  request_id text
);
create index audit_log_order on audit_log (organization_id, id desc);
call stamp_tenant_table('audit_log');
revoke update, delete on audit_log from partneros_app;
-- What a portal user does is written down too, though they see none of it.
drop policy portal on audit_log;
create policy portal on audit_log as restrictive to partneros_app
  using (current_partner() is null) with check (true);

-- The name of a person of this organization, as the log keeps it; null for anybody else.
create function person_name(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public as $$
  select u.name from users u
  where u.id = person and (
    exists (select from members m where m.user_id = u.id and m.organization_id = current_organization())
    or exists (select from portal_links p where p.user_id = u.id and p.organization_id = current_organization()))
$$;
alter function person_name(uuid) owner to partneros_maint;
revoke all on function person_name(uuid) from public;
grant execute on function person_name(uuid) to partneros_app;
