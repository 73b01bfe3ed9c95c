// Organisations, users, roles, relations, credentials, sessions.
#include "identity/tables.h"

#include <vector>

namespace qiuhao::identity {

std::span<const database::Migration> identity_migrations() {
  static const std::vector<database::Migration> kList = {
      {1,
       "organisations and their units, users, roles that they hold, relations for which they stand aside",
       {"create table identity_organisations (code {text} primary key, name {text} not null, kind {number} not null, "
        "region {text} not null, is_closed {number} not null) {strict}",
        "create table identity_units (organisation {text} not null references identity_organisations (code), "
        "name {text} not null, primary key (organisation, name)) {strict}",
        "create table identity_users (login {text} primary key, name {bytes} not null, phone {bytes}, "
        "certificate {bytes}, organisation {text} not null references identity_organisations (code), "
        "unit {text}, state {number} not null check (state in (1, 2, 3)), added_at {number} not null, "
        "foreign key (organisation, unit) references identity_units (organisation, name)) {strict}",
        "create table identity_grants (id {key}, login {text} not null references identity_users (login), "
        "role {text} not null, region {text} not null, grid {text} not null, from_day {number} not null, "
        "to_day {number}, state {number} not null check (state in (1, 2, 3)), proposed_by {text} not null, "
        "proposed_at {number} not null, decided_by {text}, decided_at {number}, "
        "check (decided_by is null or (decided_by <> proposed_by and decided_by <> login)), "
        "check (proposed_by <> login)) {strict}",
        "create index identity_grants_login on identity_grants (login, id)",
        "create table identity_relations (id {key}, login {text} not null references identity_users (login), "
        "subject {text} not null, kind {number} not null, from_day {number} not null, to_day {number}, "
        "note {text} not null, declared_by {text} not null, declared_at {number} not null) {strict}",
        "create index identity_relations_login on identity_relations (login, subject)"},
       ""},
      {2,
       "how users prove who they are: passwords, codes, wrong attempts, sessions, keys of programs",
       {"create table identity_credentials (login {text} primary key references identity_users (login), "
        "password {text} not null, must_change {number} not null, ends_at {number}, code_secret {bytes}, "
        "code_is_confirmed {number} not null, code_step {number} not null) {strict}",
        "create table identity_recovery_codes (login {text} not null references identity_users (login), "
        "hash {bytes} not null, primary key (login, hash)) {strict}",
        "create table identity_attempts (login_index {bytes} primary key, wrong {number} not null, "
        "began_at {number} not null, locks {number} not null, locked_until {number} not null) {strict}",
        "create table identity_sessions (token_hash {bytes} primary key, login {text} not null "
        "references identity_users (login), began_at {number} not null, seen_at {number} not null, "
        "code_at {number}, where_from {text} not null) {strict}",
        "create index identity_sessions_login on identity_sessions (login, began_at)",
        "create table identity_services (name {text} primary key, organisation {text} not null "
        "references identity_organisations (code), region {text} not null, actions {text} not null, "
        "key_hash {bytes} not null, to_day {number} not null, is_ended {number} not null) {strict}"},
       ""},
  };
  return kList;
}

}  // namespace qiuhao::identity
