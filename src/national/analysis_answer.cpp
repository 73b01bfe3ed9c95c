// output.result[]: one entry a hit, with the lines that it blames.
#include <fmt/format.h>

#include "national/analysis.h"
#include "text/document.h"

namespace qiuhao::national {
namespace {

using text::json_quote;

// Lengths of the national interface, in characters.
constexpr std::size_t kContentMost = 500;
constexpr std::size_t kEvidenceMost = 500;

const std::string& code_of(const std::map<std::string, std::string>& codes, const std::string& word,
                           const std::string& otherwise) {
  if (const auto found = codes.find(word); found != codes.end()) return found->second;
  const auto other = codes.find("other");
  return other == codes.end() ? otherwise : other->second;
}

std::string evidence_of(const rules::Rule& rule) {
  std::string text;
  for (const rules::Basis& basis : rule.basis) {
    if (!text.empty()) text += "；";
    text += fmt::format("《{}》{}", basis.document, basis.clause);
  }
  return cut(text, kEvidenceMost);
}

void append_details(std::string& out, const audit::VisitHit& hit, const std::string& id, const Asked::Patient& patient,
                    const std::string& visit) {
  std::size_t number = 0;
  for (const audit::VisitHit::Line& line : hit.lines) {
    fmt::format_to(std::back_inserter(out),
                   "{}{{\"jrd_id\":\"{}-{}\",\"patn_id\":{},\"mdtrt_id\":{},\"rx_id\":{},\"vola_item_type\":\"{}\","
                   "\"vola_amt\":{}}}",
                   number == 0 ? "" : ",", id, number + 1, json_quote(patient.id), json_quote(visit),
                   json_quote(line.id), line.is_blamed && line.is_asked ? 1 : 2, format_cents(line.gross));
    ++number;
  }
}

// The sentence for the doctor: what is wrong, then the smallest change that would be right.
std::string content_of(const audit::VisitHit& hit) {
  std::string text = hit.message;
  if (hit.change) text += "；改法：" + hit.change->chinese;
  return cut(text, kContentMost);
}

void append_hit(std::string& out, const Variant& variant, const rules::Plan& plan, const audit::VisitHit& hit,
                const Asked::Patient& patient, const std::string& task) {
  static const std::string kSuspected = "2", kOne = "1";
  const rules::Rule& rule = plan.rules()[hit.rule];
  const std::string id = hit.id.hex();
  const std::string& visit = hit.visit.empty() ? patient.visit : hit.visit;
  fmt::format_to(std::back_inserter(out),
                 "{{\"jr_id\":\"{}\",\"rule_id\":{},\"rule_name\":{},\"vola_cont\":{},\"patn_id\":{},\"mdtrt_id\":{},"
                 "\"judge_result_detail_dtos\":[",
                 id, json_quote(rule.code), json_quote(rule.name), json_quote(content_of(hit)), json_quote(patient.id),
                 json_quote(visit));
  append_details(out, hit, id, patient, visit);
  fmt::format_to(std::back_inserter(out),
                 "],\"vola_amt\":{},\"vola_amt_stas\":\"1\",\"sev_deg\":{},\"vola_evid\":{},\"vola_bhvr_type\":{},"
                 "\"task_id\":{}}}",
                 format_cents(hit.gross), json_quote(code_of(variant.severity, rule.certainty, kSuspected)),
                 json_quote(evidence_of(rule)), json_quote(code_of(variant.behaviour, rule.klass, kOne)),
                 json_quote(task));
}

// A question that is not judged in time is kept, so that it can be judged later.
void keep_unjudged(const Message& message, const Asked& asked, const Asked::Patient& patient) {
  live::Accepted accepted;
  accepted.kind = live::Accepted::Kind::unjudged;
  accepted.at = message.now;
  accepted.institution = message.envelope.institution;
  accepted.message = message.envelope.message;
  accepted.transaction = message.envelope.transaction + "/" + patient.visit;
  accepted.person = patient.question.person;
  accepted.visit = patient.visit;
  accepted.parts = {{"scene", asked.scene_code}};
  message.service.desk->intake().accept(std::move(accepted), [](const Result<live::Taken>&) {});
}

}  // namespace

void answer_analysis(const Message& message, const Respond& respond) {
  auto asked = read_analysis(message);
  if (!asked) return respond(fail(asked.error()));
  const Variant& variant = *message.envelope.variant;
  message.told.scene = asked->scene_code.empty() ? message.envelope.transaction : asked->scene_code;
  std::string result;
  std::string edition;
  for (Asked::Patient& patient : asked->patients) {
    message.told.lines += patient.question.rows.lines.size();
    patient.question.changes_most = variant.changes_most;
    patient.question.deadline = message.arrival + variant.deadline;
    const live::Judged judged = message.service.desk->judge(std::move(patient.question));
    message.told.judging += judged.time;
    edition = judged.edition->name;
    message.told.undecided += judged.visit.undecided.size();
    if (judged.visit.is_late) {
      message.told.is_late = true;
      if (variant.late == Late::closed) {
        return respond(input_error("too_late", Sentence{"the message could not be judged in time; send it again",
                                                        "未能在规定时间内完成审核，请重新发送"}));
      }
      keep_unjudged(message, *asked, patient);
      continue;
    }
    const rules::Plan& plan = *judged.edition->plan;
    for (const audit::VisitHit& hit : judged.visit.hits) {
      message.told.hits.push_back(plan.rules()[hit.rule].code);
      if (!result.empty()) result += ',';
      append_hit(result, variant, plan, hit, patient, asked->task);
    }
  }
  message.told.edition = edition;
  respond(fmt::format("{{\"result\":[{}],\"exp_content\":{{\"edition\":{},\"undecided\":{},\"unjudged\":{}}}}}", result,
                      json_quote(edition), message.told.undecided, message.told.is_late));
}

}  // namespace qiuhao::national
