// Field by field, so that an error can still name the message it is about.
#include "national/envelope.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/document.h"

namespace qiuhao::national {
namespace {

using text::JsonView;

constexpr std::size_t kErrorMost = 200;  // characters of err_msg

constexpr std::string_view kSealedNames[] = {"cainfo", "input"};

std::string shown(std::string_view text) { return cut(text, kShownCharacters); }

std::unexpected<Error> bad(std::string_view field, Sentence sentence) {
  return input_error("bad_envelope", std::move(sentence), {"", 0, 0, std::string(field)});
}

// Small letters and digits, capital letters for variants: what transactions and codes are made of.
bool is_code(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
  });
}

bool is_region(std::string_view text) {
  return text.size() == 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void read_transaction(std::string sent, Envelope& envelope) {
  envelope.sent_transaction = shown(sent);
  const auto other = envelope.variant->transactions.find(sent);
  if (other != envelope.variant->transactions.end()) sent = other->second;
  if (sent.size() == 5 && sent.back() >= 'A' && sent.back() <= 'Z') sent.pop_back();
  envelope.transaction = shown(sent);
}

std::string stamp(std::chrono::system_clock::time_point time) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  const Seconds local = milliseconds / 1'000 + kShanghaiOffset;
  const CivilDate date = civil_from_day(static_cast<Day>(local / 86'400));
  const Seconds of_day = local % 86'400;
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}{:03}", date.year, date.month, date.day, of_day / 3'600,
                     of_day / 60 % 60, of_day % 60, milliseconds % 1'000);
}

}  // namespace

std::string cut(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && ++count > characters) break;
  }
  return std::string(text.substr(0, end));
}

Status EnvelopeReader::read(std::string_view body, const Variants& variants, const signing::Keyring& keys, Seconds now,
                            Envelope& envelope) {
  envelope = {};
  envelope.variant = &variants.of("", "");
  ASSIGN(const JsonView root, outer_.read(body));
  if (!root.is_object())
    return bad("", {"the message must be a JSON object with infno, msgid and input",
                    "报文应为含 infno、msgid、input 的 JSON 对象"});
  signing::SignedMessage message;
  std::string room;
  JsonView input;
  std::string time;
  root.for_each_field([&](std::string_view key, JsonView value) {
    if (key == "input") input = value;
    const std::string_view text = value.text(room);
    if (key == "fixmedins_code") envelope.institution = shown(text);
    if (key == "msgid") envelope.message = shown(text);
    if (key == "mdtrtarea_admvs") envelope.region = shown(text);
    if (key == "insuplc_admdvs") envelope.insured_region = shown(text);
    if (key == "sign_no") envelope.sign_no = shown(text);
    if (key == "infno") envelope.sent_transaction = std::string(text);
    if (key == "inf_time") time = std::string(text);
    if (key == "cainfo") message.signature = std::string(text);
    if (key == "enc_type" || key == "enctype") message.is_encrypted = !text.empty();
    if (!keys.is_empty() && std::ranges::find(kSealedNames, key) == std::end(kSealedNames) && !text.empty())
      message.envelope.emplace_back(key, text);
  });
  envelope.variant = &variants.of(envelope.institution, envelope.region);
  read_transaction(std::move(envelope.sent_transaction), envelope);
  if (!is_code(envelope.sent_transaction, 10))
    return bad("infno", {"needs infno, the transaction's number such as 3101", "缺少交易编号 infno，如 3101"});
  if (envelope.message.empty())
    return bad("msgid", {"needs msgid, a number of the sender's own for this message", "缺少发送方报文ID msgid"});
  if (envelope.institution.empty())
    return bad("fixmedins_code",
               {"needs fixmedins_code, the institution's code", "缺少定点医药机构编号 fixmedins_code"});
  if (!is_code(envelope.institution, 30))
    return bad("fixmedins_code",
               {"is no code of an institution; write it as H34060000001", "不是机构编号，应如 H34060000001"});
  if (!keys.is_empty()) {
    message.institution = envelope.institution;
    message.id = envelope.message;
    if (const auto seconds = parse_time(time)) message.time = *seconds;
    message.input = input.is_object() ? text::raw_object(body, "input") : input.text();
    ASSIGN(opened_, keys.open(message, now));
    ASSIGN(envelope.input, inner_.read(opened_));
  } else if (input.kind() == JsonView::Kind::string && !input.says_nothing()) {
    opened_ = input.text();
    auto inner = inner_.read(opened_);
    if (!inner) {
      Error error = inner.error();
      error.place.field = "input";
      return fail(std::move(error));
    }
    envelope.input = *inner;
  } else {
    envelope.input = input;
  }
  if (!envelope.input.is_object() && !envelope.input.says_nothing())
    return bad("input", {"must be an object, or a text that holds one", "input 应为对象，或含该对象的字符串"});
  return {};
}

std::string write_answer(const Envelope& envelope, const signing::Keyring& keys, const Result<std::string>& output,
                         const Times& times, std::uint64_t number) {
  const bool is_text = envelope.variant != nullptr && envelope.variant->is_infcode_text;
  const char* code = output ? (is_text ? "\"0\"" : "0") : (is_text ? "\"-1\"" : "-1");
  const std::string region = is_region(envelope.region) ? envelope.region : "000000";
  const std::string came = stamp(times.came);
  const std::string reference = fmt::format("{}{}{:010}", region, came.substr(0, 14), number % 10'000'000'000);
  std::string error;
  if (!output) {
    const Sentence sentence = output.error().sentence();
    error = sentence.chinese.empty() ? sentence.english : sentence.chinese;
    if (!output.error().place.field.empty()) error = output.error().place.field + "：" + error;
    error = cut(error, kErrorMost);
  }
  std::string sealed_output = output ? *output : "{}";
  std::string seals;
  if (output && !keys.is_empty()) {
    const auto sealed = keys.seal(
        envelope.institution, {{"infcode", output ? "0" : "-1"}, {"inf_refmsgid", reference}, {"refmsg_time", came}},
        sealed_output, std::chrono::duration_cast<std::chrono::seconds>(times.answered.time_since_epoch()).count());
    if (sealed) {
      if (!sealed->enctype.empty()) sealed_output = text::json_quote(sealed->output);
      seals = fmt::format(",\"enctype\":{},\"signtype\":{},\"cainfo\":{}", text::json_quote(sealed->enctype),
                          text::json_quote(sealed->signtype), text::json_quote(sealed->signature));
    }
  }
  return fmt::format(
      "{{\"infcode\":{},\"inf_refmsgid\":\"{}\",\"refmsg_time\":\"{}\",\"respond_time\":\"{}\",\"err_msg\":{}{},"
      "\"output\":{}}}",
      code, reference, came, stamp(times.answered), text::json_quote(error), seals, sealed_output);
}

}  // namespace qiuhao::national
