// The table of transactions, and what they have in common.
#include "national/exchange.h"

#include <fmt/format.h>

#include <algorithm>

#include "national/analysis.h"
#include "national/transactions.h"

namespace qiuhao::national {
namespace {

struct Transaction {
  std::string_view number;
  void (*answer)(const Message&, const Respond&);
  bool needs_sign_in;
};

constexpr Transaction kTransactions[] = {
    {"3101", answer_analysis, true},  {"3102", answer_analysis, true},  {"3103", answer_feedback, true},
    {"2204", answer_upload, true},    {"2301", answer_upload, true},    {"2205", answer_cancel, true},
    {"2302", answer_cancel, true},    {"3501", answer_stock, true},     {"3502", answer_stock, true},
    {"3503", answer_stock, true},     {"3504", answer_stock, true},     {"3505", answer_stock, true},
    {"3506", answer_stock, true},     {"3507", answer_stock, true},     {"9001", answer_sign_in, false},
    {"9002", answer_sign_out, false}, {"1901", answer_code_table, true}};

const Transaction* find_transaction(std::string_view number) {
  const auto* found = std::ranges::find(kTransactions, number, &Transaction::number);
  return found == std::end(kTransactions) ? nullptr : found;
}

}  // namespace

Exchange::Exchange(std::shared_ptr<const Service> service, std::shared_ptr<const Variants> variants,
                   std::shared_ptr<const signing::Keyring> keys)
    : service_(std::move(service)), variants_(std::move(variants)), keys_(std::move(keys)) {}

void Exchange::answer(std::string_view body, const Arrival& arrival, Done done) const {
  thread_local EnvelopeReader reader;
  const Seconds now = std::chrono::duration_cast<std::chrono::seconds>(arrival.clock.time_since_epoch()).count();
  Envelope envelope;
  const std::shared_ptr<const signing::Keyring> keys = keys_;
  const Status read = reader.read(body, *variants_, *keys, now, envelope);
  const auto exchanged = std::make_shared<Exchanged>();
  exchanged->transaction = envelope.transaction;
  exchanged->message = envelope.message;
  exchanged->institution = envelope.institution;
  // The input is not needed for the answer, and is another message's by the time it is written.
  auto head = std::make_shared<Envelope>(envelope);
  head->input = {};
  const Respond respond = [this, exchanged, head, keys, done = std::move(done),
                           clock = arrival.clock](const Result<std::string>& output) {
    if (!output) exchanged->error = output.error().code;
    exchanged->answer = write_answer(*head, *keys, output, {clock, std::chrono::system_clock::now()},
                                     answers_.fetch_add(1, std::memory_order_relaxed) + 1);
    done(std::move(*exchanged));
  };
  if (!read) return respond(fail(read.error()));
  const Transaction* transaction = find_transaction(envelope.transaction);
  if (transaction == nullptr) {
    return respond(input_error("unknown_transaction",
                               Sentence{fmt::format("there is no transaction {} here", envelope.sent_transaction),
                                        fmt::format("本系统没有交易 {}", envelope.sent_transaction)},
                               {"", 0, 0, "infno"}));
  }
  if (transaction->needs_sign_in && envelope.variant->requires_sign_in &&
      service_->desk->intake().signed_in(envelope.sign_no) != envelope.institution) {
    return respond(input_error("not_signed_in",
                               Sentence{"sign in by 9001 and send its sign_no", "请先签到（9001）并填写 sign_no"},
                               {"", 0, 0, "sign_no"}));
  }
  transaction->answer({*service_, envelope, now, arrival.at, exchanged->told}, respond);
}

}  // namespace qiuhao::national
