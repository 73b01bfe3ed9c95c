// 2204 and 2301 (费用明细上传), 2205 and 2302 (撤销): into the live journal.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "claims/packed_rows.h"
#include "national/transactions.h"
#include "text/document.h"

namespace qiuhao::national {
namespace {

using claims::LooseRow;
using text::JsonView;

constexpr std::size_t kDetailsMost = 5'000;  // of one message
constexpr std::string_view kEverything = "0000";

// A message is about one visit of one person.
Status same(std::string& kept, std::string now, const std::string& path, const char* chinese) {
  if (kept.empty())
    kept = std::move(now);
  else if (kept != now)
    return bad_field(path, {"all details of a message must be of one visit and person; send one message for each",
                            fmt::format("同一报文的明细须属同一{}，请分开发送", chinese)});
  return {};
}

class Upload {
 public:
  explicit Upload(const Message& message)
      : message_(message),
        variant_(*message.envelope.variant),
        is_inpatient_(message.envelope.transaction == "2301"),
        rows_(is_inpatient_ ? message.service.names.inpatient_detail : message.service.names.detail) {}

  Result<live::Accepted> read() {
    const JsonView details = variant_.node(message_.envelope.input, "feedetail");
    TRY(for_each_object(details, "input.feedetail", kDetailsMost,
                        [&](JsonView detail, const std::string& path) { return read_detail(detail, path); }));
    if (lines_.empty() && refunds_.empty())
      return bad_field("input.feedetail", {"needs at least one detail", "至少应有一条明细"});
    live::Accepted accepted;
    accepted.kind = live::Accepted::Kind::details;
    accepted.person = message_.service.person_of(person_);
    accepted.visit = visit_;
    for (const auto& [batch, rows] : lines_)
      accepted.parts.emplace_back(std::string(live::kLinesOf) + batch, claims::pack_rows(rows_.schema(), rows));
    for (const auto& [batch, rows] : refunds_)
      accepted.parts.emplace_back(std::string(live::kRefundsOf) + batch, claims::pack_rows(rows_.schema(), rows));
    return accepted;
  }

  std::string output() const { return fmt::format("{{\"result\":[{}]}}", output_); }
  std::size_t lines() const { return count_; }

 private:
  Status read_detail(JsonView detail, const std::string& path) {
    ASSIGN(std::string visit, needed(variant_, detail, "mdtrt_id", path, "就诊ID"));
    TRY(same(visit_, std::move(visit), path + ".mdtrt_id", "就诊"));
    ASSIGN(std::string person, needed(variant_, detail, "psn_no", path, "人员编号"));
    TRY(same(person_, std::move(person), path + ".psn_no", "人员"));
    LooseRow line = rows_.make();
    TRY(read_fields(variant_, rows_, detail, path, line));
    for (const char* name : {"feedetl_sn", "fee_ocur_time", "med_list_codg", "cnt", "det_item_fee_sumamt"}) {
      const claims::FieldIndex field = rows_.find(name);
      if (line.values[field]) continue;
      return bad_field(
          fmt::format("{}.{}", path, name),
          {fmt::format("{} is needed", name), fmt::format("{}（{}）必填", rows_.schema().fields[field].label, name)});
    }
    rows_.derive(line);
    append_output(line);
    const std::string batch(claims::said(variant_.field(detail, "chrg_bchno").text(room_)));
    const std::string original(claims::said(variant_.field(detail, "init_feedetl_sn").text(room_)));
    const auto& quantity = line.values[rows_.find("cnt")];
    if (quantity->number < 0 && !original.empty()) {
      line.id = original;
      line.values[rows_.find("feedetl_sn")] = claims::LooseValue::of_text(original);
      refunds_[batch].push_back(std::move(line));
    } else {
      lines_[batch].push_back(std::move(line));
    }
    ++count_;
    return {};
  }

  void append_output(const LooseRow& line) {
    const auto number = [&](const char* name) {
      const claims::FieldIndex field = rows_.schema().find(name);
      const auto& value = line.values[field];
      if (!value) return std::string("null");
      return format_decimal({value->number, static_cast<std::uint8_t>(rows_.schema().fields[field].scale)});
    };
    fmt::format_to(std::back_inserter(output_),
                   "{}{{\"feedetl_sn\":{},\"det_item_fee_sumamt\":{},\"cnt\":{},\"pric\":{},\"fulamt_ownpay_amt\":{},"
                   "\"preselfpay_amt\":{},\"inscp_scp_amt\":{}}}",
                   output_.empty() ? "" : ",", text::json_quote(line.id), number("amount"), number("quantity"),
                   number("price"), number("own_expense"), number("first_self_pay"), number("in_scope"));
  }

  const Message& message_;
  const Variant& variant_;
  const bool is_inpatient_;
  const claims::MessageRows& rows_;
  std::string visit_;
  std::string person_;
  std::map<std::string, std::vector<LooseRow>> lines_;  // by batch
  std::map<std::string, std::vector<LooseRow>> refunds_;
  std::string output_;
  std::string room_;
  std::size_t count_ = 0;
};

Status add_cancelled(const Message& message, JsonView entry, const std::string& path, live::Accepted& accepted) {
  const Variant& variant = *message.envelope.variant;
  const bool is_inpatient = message.envelope.transaction == "2302";
  ASSIGN(std::string visit, needed(variant, entry, "mdtrt_id", path, "就诊ID"));
  TRY(same(accepted.visit, std::move(visit), path + ".mdtrt_id", "就诊"));
  ASSIGN(const std::string person, needed(variant, entry, "psn_no", path, "人员编号"));
  TRY(same(accepted.person, message.service.person_of(person), path + ".psn_no", "人员"));
  const char* name = is_inpatient ? "feedetl_sn" : "chrg_bchno";
  ASSIGN(std::string number, needed(variant, entry, name, path, is_inpatient ? "费用明细流水号" : "收费批次号"));
  accepted.parts.emplace_back(is_inpatient ? "line" : "batch", std::move(number));
  return {};
}

}  // namespace

void answer_upload(const Message& message, const Respond& respond) {
  Upload upload(message);
  auto accepted = upload.read();
  if (!accepted) return respond(fail(accepted.error()));
  message.told.lines = upload.lines();
  keep(message, std::move(*accepted), upload.output(), respond);
}

void answer_cancel(const Message& message, const Respond& respond) {
  live::Accepted accepted;
  accepted.kind = live::Accepted::Kind::cancel;
  const Status read = for_each_object(
      message.envelope.variant->node(message.envelope.input, "data"), "input.data", kDetailsMost,
      [&](JsonView entry, const std::string& path) { return add_cancelled(message, entry, path, accepted); });
  if (!read) return respond(fail(read.error()));
  if (accepted.visit.empty()) return respond(bad_field("input.data", {"says nothing to cancel", "没有要撤销的内容"}));
  const bool is_all = std::ranges::any_of(accepted.parts, [](const auto& part) { return part.second == kEverything; });
  if (is_all) accepted.parts.clear();
  keep(message, std::move(accepted), "{}", respond);
}

void keep(const Message& message, live::Accepted accepted, std::string output, const Respond& respond) {
  accepted.at = message.now;
  accepted.institution = message.envelope.institution;
  accepted.message = message.envelope.message;
  accepted.transaction = message.envelope.transaction;
  message.service.desk->intake().accept(std::move(accepted),
                                        [respond, output = std::move(output)](const Result<live::Taken>& taken) {
                                          if (taken)
                                            respond(output);
                                          else
                                            respond(fail(taken.error()));
                                        });
}

}  // namespace qiuhao::national
