// Disposals of archived case files: proposed by one, decided by another.
#include "documents/archive.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/archived_for.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using documents::DisposalRecord;

void write_disposal(text::JsonWriter& json, const DisposalRecord& record) {
  json.begin_object()
      .field("id", record.serial)
      .field("archive", record.archive)
      .field("why", record.why)
      .field("proposed_by", record.proposed_by);
  write_day(json, "proposed_on", record.proposed_on);
  json.end_object();
}

}  // namespace

Result<http::Answer> list_disposals(const Call& call) {
  ASSIGN(const auto waiting, call.desk.archive().disposals(documents::Decided::waiting));
  text::JsonWriter json;
  json.begin_object().key("disposals").begin_array();
  for (const DisposalRecord& record : waiting) {
    ASSIGN(const documents::Archived archived, call.desk.archive().find(record.archive));
    if (is_in_reach(call, "archive.dispose", archived.region) ||
        is_in_reach(call, "archive.propose_disposal", archived.region))
      write_disposal(json, record);
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> propose_disposal(const Call& call) {
  const std::string number = call.body_text("archive");
  TRY(archived_for(call, "archive.propose_disposal", number));
  ASSIGN(const DisposalRecord record,
         call.desk.archive().propose_disposal(number, call.body_text("why"), clerk_of(call)));
  text::JsonWriter json;
  write_disposal(json, record);
  return json_answer(201, json.take());
}

Result<http::Answer> decide_disposal(const Call& call) {
  const std::int64_t serial = serial_in(call);
  ASSIGN(const DisposalRecord record, call.desk.archive().find_disposal(serial));
  TRY(archived_for(call, "archive.dispose", record.archive, {record.proposed_by}));
  ASSIGN(const documents::TakenAway taken,
         call.desk.archive().decide_disposal(serial, call.body.find("approve").text() == "true", clerk_of(call)));
  text::JsonWriter json;
  json.begin_object()
      .field("files", taken.files)
      .field("bytes", taken.bytes)
      .field("shared", taken.shared)
      .end_object();
  return json_answer(200, json.take());
}

}  // namespace qiuhao::server
