-- Mail that is to go out. Address and content are sealed, and erased once the mail is gone.

create table mails (
  id uuid primary key,
  -- null: about a person, before or beside any organization
  organization_id uuid references organizations (id) on delete cascade,
  template text not null,
  -- address and values, sealed; null once sent or given up
  content_sealed text,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index mails_organization on mails (organization_id);
create index mails_created on mails (created_at);
alter table mails enable row level security;
alter table mails force row level security;
-- Any act may queue a mail in its own transaction; reading and sending is done beside organizations.
create policy queue on mails for insert to partneros_app
  with check (organization_id is null or is_identity_scope() or organization_id = current_organization());
create policy identity on mails to partneros_app using (is_identity_scope()) with check (is_identity_scope());
create policy maintenance on mails to partneros_maint using (true) with check (true);
grant select, insert, update, delete on mails to partneros_app, partneros_maint;
comment on table mails is 'identity';
