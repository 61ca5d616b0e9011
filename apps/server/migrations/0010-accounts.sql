-- A person's own account: proofs by mail, the second factor, delays after failed sign-ins.

-- What somebody asked for and a link in a mail carries out: nobody is believed before they open it.
create table account_requests (
  id uuid primary key,
  kind text not null check (kind in ('sign_up', 'reset_password', 'change_email')),
  -- where the link goes
  email text not null check (email = lower(email)),
  -- whose account it is about, once that is known
  user_id uuid references users (id) on delete cascade,
  -- the session that asked, which goes on when the others end
  session_id uuid,
  name text,
  organization_name text,
  -- scrypt; believed only when the link is opened in the browser that chose it
  password_hash text,
  browser_hash text,
  -- the address of this installation as the request named it, for the link
  base_url text not null,
  -- SHA-256 of the link's token; null until the mail is made
  token_hash text unique,
  -- when a sign-up was proven; what is left of it can be repeated until it is done
  proven_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index account_requests_email on account_requests (email, kind);
create index account_requests_user on account_requests (user_id);
create index account_requests_expires on account_requests (expires_at);
call stamp_identity_table('account_requests');

create table second_factors (
  user_id uuid primary key references users (id) on delete cascade,
  -- sealed, as are the backup codes: a list of those not used yet
  secret_sealed text not null,
  backup_codes_sealed text,
  -- the 30-second step of the last code that was accepted (RFC 6238, 5.2: each code once)
  last_step integer not null default 0,
  -- null while being set up
  enabled_at timestamptz,
  created_at timestamptz not null
);
call stamp_identity_table('second_factors');

-- A right password of a person with a second factor: good for one sign-in, not for anything else.
create table sign_in_challenges (
  id uuid primary key,
  token_hash text not null unique,
  user_id uuid not null references users (id) on delete cascade,
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sign_in_challenges_user on sign_in_challenges (user_id);
create index sign_in_challenges_expires on sign_in_challenges (expires_at);
call stamp_identity_table('sign_in_challenges');

-- Failed sign-ins by account and device, known addresses or not; keys are hashes.
create table sign_in_delays (
  key text primary key,
  failures integer not null,
  blocked_until timestamptz not null,
  updated_at timestamptz not null
);
create index sign_in_delays_updated on sign_in_delays (updated_at);
call stamp_identity_table('sign_in_delays');
