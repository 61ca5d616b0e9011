-- Connections to CRMs, their schemas, drift and field mappings.

create table connections (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  platform text not null check (platform in ('salesforce', 'hubspot')),
  environment text not null check (environment in ('production', 'sandbox', 'custom', 'demo')),
  status text not null check (status in ('active', 'error', 'disconnected', 'reauth_required')),
  -- why, for reauth_required: revoked | token_lost_in_transit | other_account
  status_reason text,
  login_url text not null,
  api_url text,
  -- whether the URLs above come from the operator (environment, demo) or from a user
  reach text not null check (reach in ('trusted', 'public')),
  client_id text,
  client_secret_sealed text,
  instance_url text,
  account_id text not null,
  account_name text,
  connected_as text,
  scopes text[] not null default '{}',

  access_token_sealed text,
  refresh_token_sealed text,
  access_expires_at timestamptz,
  -- raised with each stored token set; a refresh is a compare-and-set on it
  token_version integer not null default 1,
  refresh_lease_until timestamptz,
  refresh_sent_at timestamptz,
  -- the refresh whose outcome nobody knows: its token may be used up at the CRM
  refresh_in_doubt boolean not null default false,
  -- raised by disconnect and reconnect; checked before each call to the CRM
  epoch integer not null default 1,

  failures_in_a_row integer not null default 0,
  last_error_at timestamptz,
  last_error_message text,
  last_sync_at timestamptz,
  api_used integer,
  api_limit integer,
  api_resets_at timestamptz,
  object_types text[] not null default '{}',
  object_count integer not null default 0,
  total_fields integer not null default 0,
  schema_expires_at timestamptz,
  crm_objects jsonb,
  crm_objects_listed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, platform, account_id)
);
call stamp_tenant_table('connections');

-- A connect that waits for its answer from the CRM; used once, ten minutes.
create table oauth_states (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  state_hash text not null unique,
  platform text not null check (platform in ('salesforce', 'hubspot')),
  user_id uuid not null references users (id) on delete cascade,
  session_id uuid not null,
  connection_id uuid,
  environment text not null,
  login_url text not null,
  api_url text,
  reach text not null,
  client_id text not null,
  client_secret_sealed text,
  code_verifier_sealed text not null,
  redirect_uri text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
create index oauth_states_organization on oauth_states (organization_id, expires_at);
create index oauth_states_user on oauth_states (user_id);
create index oauth_states_connection on oauth_states (organization_id, connection_id);
call stamp_tenant_table('oauth_states');

create function find_oauth_state(hash text) returns table (organization_id uuid, state_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select s.organization_id, s.id from oauth_states s where s.state_hash = hash $$;
alter function find_oauth_state(text) owner to partneros_maint;
revoke all on function find_oauth_state(text) from public;
grant execute on function find_oauth_state(text) to partneros_app;

create table object_schemas (
  id uuid primary key,
  organization_id uuid not null,
  connection_id uuid not null,
  object_type text not null,
  label text not null,
  custom boolean not null,
  field_count integer not null,
  schema_hash text not null,
  -- hash of record types and pipelines, which are no fields
  details_hash text not null,
  -- the answer's members that do not depend on the time, as ready JSON text
  body text not null,
  -- field names that the CRM's vendor made
  vendor_fields text[] not null,
  validator text,
  discovered_at timestamptz not null,
  expires_at timestamptz not null,
  unique (organization_id, connection_id, object_type),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
-- Uncompressed: these texts are served as they are, and inflating them would cost more than reading.
alter table object_schemas alter column body set storage external;
call stamp_tenant_table('object_schemas');

create table drift_events (
  id uuid primary key,
  organization_id uuid not null,
  connection_id uuid not null,
  object_type text not null,
  field text not null,
  change text not null check (change in ('added', 'removed', 'changed')),
  before jsonb,
  after jsonb,
  at timestamptz not null,
  caused_by text not null check (caused_by in ('customer', 'vendor')),
  resolved_at timestamptz,
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
create index drift_events_order on drift_events (organization_id, connection_id, id desc);
call stamp_tenant_table('drift_events');

-- One row per connection: the refresh that runs or the last one that ran.
create table schema_refreshes (
  connection_id uuid primary key,
  organization_id uuid not null,
  run_id uuid not null,
  state text not null check (state in ('running', 'done', 'failed')),
  lease_until timestamptz not null,
  -- what was asked for, so that a second caller with the same wish can share the result
  object_types text[] not null,
  progress jsonb not null default '[]',
  result jsonb,
  error jsonb,
  started_at timestamptz not null,
  finished_at timestamptz,
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
create index schema_refreshes_organization on schema_refreshes (organization_id, connection_id);
call stamp_tenant_table('schema_refreshes');

create table mappings (
  id uuid primary key,
  organization_id uuid not null,
  connection_id uuid not null,
  object_pair text not null,
  partneros_object text not null,
  object_type text not null,
  state text not null check (state in ('draft', 'confirmed', 'paused')),
  version integer not null,
  pairs jsonb not null,
  rejected jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, connection_id, object_pair),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call stamp_tenant_table('mappings');

-- Vectors of fields by content and engine: an unchanged field is never embedded twice.
create table field_vectors (
  organization_id uuid not null references organizations (id) on delete cascade,
  engine text not null,
  content_hash text not null,
  vector bytea not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, engine, content_hash)
);
call stamp_tenant_table('field_vectors');
