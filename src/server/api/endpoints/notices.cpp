// What matters have told a person.
#include "casework/made.h"
#include "casework/permissions.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

// Notices to a role go to those who hold it in the matter's region; an institution's to the own institution alone.
casework::Reader reader_of(const Call& call) {
  casework::Reader reader;
  reader.person = call.by().asker.login;
  reader.unread_only = !call.truth("all").value_or(false);
  const identity::Holder& holder = call.by().holder;
  using identity::OrganisationKind;
  if (holder.kind == OrganisationKind::hospital || holder.kind == OrganisationKind::pharmacy)
    reader.institution = holder.organisation;
  for (const identity::HeldRole& held : holder.held) {
    reader.roles.insert(reader.roles.end(), held.names.begin(), held.names.end());
    reader.regions.emplace_back(identity::region_prefix(held.region));
  }
  return reader;
}

}  // namespace

Result<http::Answer> list_notices(const Call& call) {
  std::vector<casework::Notice> notices;
  std::int64_t unread = 0;
  TRY(call.desk.database().read([&](database::Transaction& transaction) -> Status {
    ASSIGN(notices,
           casework::notices_for(transaction, reader_of(call), call.integer("after").value_or(0), call.limit()));
    ASSIGN(unread, casework::count_unread(transaction, reader_of(call)));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("notices").begin_array();
  for (const casework::Notice& notice : notices) {
    json.begin_object().field("id", notice.id).field("number", notice.number).field("message", notice.message);
    write_time(json, "at", notice.at);
    json.key("read_at");
    if (notice.read_at)
      json.value(format_time(*notice.read_at));
    else
      json.null();
    json.end_object();
  }
  json.end_array().field("unread", unread).end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> read_notices(const Call& call) {
  const std::int64_t up_to = std::stoll(call.body_text("up_to"));
  std::int64_t read = 0;
  TRY(call.desk.database().write([&](database::Transaction& transaction) -> Status {
    ASSIGN(read, casework::mark_all_read(transaction, reader_of(call), up_to, call.now_s()));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().field("read", read).end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> read_notice(const Call& call) {
  bool is_new = false;
  const std::int64_t id = std::stoll(call.path_value("id"));
  TRY(call.desk.database().write([&](database::Transaction& transaction) -> Status {
    ASSIGN(is_new, casework::mark_read(transaction, reader_of(call), id, call.now_s()));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().field("was_unread", is_new).end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
