-- Scope, stamping and the tables that belong to no organization.

grant usage on schema public to partneros_app, partneros_maint;
-- Functions that must see across organizations are owned by partneros_maint, which needs this to own.
grant create on schema public to partneros_maint;

-- The organization of the transaction. Raises when none is set: a query that forgot its scope must
-- fail, not find nothing. After a transaction the setting reads '' rather than null.
create function current_organization() returns uuid language plpgsql stable parallel safe as $$
declare
  setting text := current_setting('app.organization_id', true);
begin
  if setting is null or setting = '' then
    raise exception 'no organization is set for this transaction' using errcode = '42501';
  end if;
  return setting::uuid;
end
$$;

create function current_partner() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.partner_id', true), '')::uuid $$;

create function current_contact() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.contact_id', true), '')::uuid $$;

create function is_identity_scope() returns boolean language sql stable parallel safe as
  $$ select coalesce(current_setting('app.identity', true) = 'on', false) $$;

-- Puts a tenant's table under row security, in one and the same way for all of them.
--   portal: what a portal user sees: none | own_partner | own_contact | published
--   key: the column that holds the organization; portal_key: the one that holds partner or contact
create procedure stamp_tenant_table(
  target regclass,
  portal text default 'none',
  key text default 'organization_id',
  portal_key text default null
) language plpgsql as $$
declare
  visible text;
begin
  visible := case portal
    when 'none' then 'current_partner() is null'
    when 'own_partner' then
      format('current_partner() is null or %I = current_partner()', coalesce(portal_key, 'partner_id'))
    when 'own_contact' then
      format('current_partner() is null or %I = current_contact()', coalesce(portal_key, 'contact_id'))
    when 'published' then 'true'
  end;
  if visible is null then
    raise exception 'unknown portal visibility: %', portal;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s to partneros_app using (%I = current_organization()) with check (%I = current_organization())',
    target, key, key);
  execute format(
    'create policy portal on %s as restrictive to partneros_app using (%s) with check (current_partner() is null)',
    target, visible);
  -- A delete asks no WITH CHECK: without this, what a portal user sees could be deleted in their scope.
  execute format(
    'create policy portal_delete on %s as restrictive for delete to partneros_app using (current_partner() is null)',
    target);
  execute format('create policy maintenance on %s to partneros_maint using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to partneros_app, partneros_maint', target);
  execute format('comment on table %s is %L', target, 'tenant; portal: ' || portal);
end
$$;

-- Tables of the auth library and look-ups: reachable in the identity scope only.
create procedure stamp_identity_table(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy identity on %s to partneros_app using (is_identity_scope()) with check (is_identity_scope())',
    target);
  execute format('create policy maintenance on %s to partneros_maint using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to partneros_app, partneros_maint', target);
  execute format('comment on table %s is %L', target, 'identity');
end
$$;

-- This installation: which key its secrets are sealed with.
create table instance (
  id uuid primary key,
  encryption_key_check text not null,
  created_at timestamptz not null default now(),
  only_one boolean not null default true unique check (only_one)
);
grant select, insert, update on instance to partneros_app, partneros_maint;
comment on table instance is 'instance';

-- Counters of the rate limiter; keys hold a class and a hash or an id, never an address in the clear.
create table rate_limits (
  key text primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limits_expire on rate_limits (expire);
grant select, insert, update, delete on rate_limits to partneros_app, partneros_maint;
comment on table rate_limits is 'instance';

-- One row per running process, so that each role can see whether the others are alive.
create table heartbeats (
  process_id uuid primary key,
  role text not null check (role in ('all', 'web', 'worker')),
  beat_at timestamptz not null
);
grant select, insert, update, delete on heartbeats to partneros_app, partneros_maint;
comment on table heartbeats is 'instance';

grant select on schema_migrations to partneros_app, partneros_maint;
comment on table schema_migrations is 'instance';
