// Migrations of the component "casework".
#include "casework/tables.h"

#include <vector>

namespace qiuhao::casework {
namespace {

using database::Migration;

Migration findings_migration() {
  return {3,
          "findings of audits, by which people work",
          {"create table casework_findings (id {text} primary key, rule {text} not null, rule_name {text} not null, "
           "is_certain {number} not null, provider {text} not null, provider_name {text} not null, region {text} not "
           "null, person {text} not null, visit {text} not null, day {number} not null, item_name {text} not null, "
           "gross {number} not null, net {number} not null, message {text} not null, run {text} not null, "
           "state {number} not null check (state between 1 and 6), matter {text} not null) {strict}",
           kFindingIndexes[0], kFindingIndexes[1], kFindingIndexes[2], kFindingIndexes[3], kFindingIndexes[4],
           kFindingIndexes[5], kFindingIndexes[6], kFindingIndexes[7],
           "create table casework_finding_regions (region {text} primary key) {strict}"},
          ""};
}

// Checks of a column cannot be changed in SQLite, so the rows move.
Migration set_aside_migration() {
  return {4,
          "findings that an exception sets aside, and the code of their item",
          {"create table casework_findings_4 (id {text} primary key, rule {text} not null, rule_name {text} not null, "
           "is_certain {number} not null, provider {text} not null, provider_name {text} not null, region {text} not "
           "null, person {text} not null, visit {text} not null, day {number} not null, item {text} not null, "
           "item_name {text} not null, gross {number} not null, net {number} not null, message {text} not null, "
           "run {text} not null, state {number} not null check (state between 1 and 7), matter {text} not null) "
           "{strict}",
           "insert into casework_findings_4 (id, rule, rule_name, is_certain, provider, provider_name, region, person, "
           "visit, day, item, item_name, gross, net, message, run, state, matter) select id, rule, rule_name, "
           "is_certain, provider, provider_name, region, person, visit, day, '', item_name, gross, net, message, run, "
           "state, matter from casework_findings",
           "drop table casework_findings", "alter table casework_findings_4 rename to casework_findings",
           kFindingIndexes[0], kFindingIndexes[1], kFindingIndexes[2], kFindingIndexes[3], kFindingIndexes[4],
           kFindingIndexes[5], kFindingIndexes[6], kFindingIndexes[7]},
          ""};
}

const std::vector<Migration>& list() {
  static const std::vector<Migration> kList = {
      {1,
       "matters, their people, sealed cells, numbers and requests",
       {"create table casework_matters (number {text} primary key, kind {text} not null, version {number} not null, "
        "state {text} not null, subject {text} not null, region {text} not null, opened {number} not null, "
        "due {number} not null, due_owner {text} not null, wakes {number} not null, revision {number} not null, "
        "body {text} not null, mark {text} not null) {strict}",
        "create index casework_matters_due on casework_matters (due, number)",
        "create index casework_matters_opened on casework_matters (opened, number)",
        "create index casework_matters_kind_due on casework_matters (kind, state, due, number)",
        "create index casework_matters_kind_opened on casework_matters (kind, state, opened, number)",
        "create index casework_matters_subject on casework_matters (subject, number)",
        "create index casework_matters_wakes on casework_matters (wakes, number)",
        "create table casework_people (number {text} not null references casework_matters (number), part {text} not "
        "null, person {text} not null, primary key (number, part, person)) {strict}",
        "create index casework_people_person on casework_people (person, number)",
        "create table casework_cells (cell {text} primary key, number {text} not null references casework_matters "
        "(number), field {text} not null, sealed {bytes} not null, blind {bytes}) {strict}",
        "create index casework_cells_number on casework_cells (number)",
        "create index casework_cells_blind on casework_cells (blind)",
        "create table casework_counters (kind {text} not null, year {number} not null, last {number} not null, "
        "primary key (kind, year)) {strict}",
        "create table casework_requests (request {text} primary key, asked {text} not null, outcome {number} not null, "
        "english {text} not null, chinese {text} not null, about {text} not null, number {text} not null, "
        "state {text} not null, revision {number} not null, opened {text} not null, made_at {number} not null) "
        "{strict}"},
       "select count(*) from casework_matters"},
      {2,
       "what matters ask of the world",
       {"create table casework_notices (id {key}, number {text} not null references casework_matters (number), "
        "revision "
        "{number} not null, place {number} not null, made_at {number} not null, recipient {text} not null, person "
        "{text} "
        "not null, message {text} not null, read_at {number}, read_by {text}, unique (number, revision, place, person))"
        " {strict}",
        "create index casework_notices_person on casework_notices (person, id)",
        "create index casework_notices_recipient on casework_notices (recipient, id)",
        "create table casework_postings (id {key}, number {text} not null references casework_matters (number), "
        "revision "
        "{number} not null, place {number} not null, made_at {number} not null, scheme {text} not null, cents {number} "
        "not null, memo {text} not null, unique (number, revision, place)) {strict}",
        "create table casework_points (id {key}, number {text} not null references casework_matters (number), revision "
        "{number} not null, place {number} not null, made_at {number} not null, person {text} not null, points "
        "{number} "
        "not null, reason {text} not null, unique (number, revision, place)) {strict}",
        "create index casework_points_person on casework_points (person, id)",
        "create table casework_suspensions (id {key}, number {text} not null references casework_matters (number), "
        "revision {number} not null, place {number} not null, made_at {number} not null, subject {text} not null, "
        "from_day {number} not null, until_day {number} not null, reason {text} not null, "
        "unique (number, revision, place)) {strict}",
        "create index casework_suspensions_subject on casework_suspensions (subject, id)",
        "create table casework_publications (id {key}, number {text} not null references casework_matters (number), "
        "revision {number} not null, place {number} not null, made_at {number} not null, title {text} not null, "
        "text {text} not null, unique (number, revision, place)) {strict}",
        "create table casework_documents (id {key}, number {text} not null references casework_matters (number), "
        "revision {number} not null, place {number} not null, made_at {number} not null, document {text} not null, "
        "unique (number, revision, place)) {strict}"},
       ""},
      findings_migration(),
      set_aside_migration(),
      {5,
       "statistics of the table that was made anew, without which lists of a county walk its whole index",
       {"analyze casework_findings"},
       ""},
  };
  return kList;
}

}  // namespace

std::span<const Migration> casework_migrations() { return list(); }

// Codes are digits, which "~" comes after.
std::string region_condition(const std::string& prefix, std::vector<database::Parameter>& values) {
  values.emplace_back(prefix);
  values.emplace_back(prefix + "~");
  return "(m.region >= ? and m.region < ?)";
}

}  // namespace qiuhao::casework
