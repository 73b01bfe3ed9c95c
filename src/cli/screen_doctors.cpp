// `qiuhao screen doctors`: more people in a day than anybody sees, two institutions at once.
#include <fmt/format.h>

#include <memory>

#include "audit/report_text.h"
#include "cli/audit_sources.h"
#include "cli/lead_options.h"
#include "cli/screen_parts.h"
#include "cli/text_table.h"
#include "cli/told_text.h"
#include "screening/doctors/doctor_days.h"
#include "text/csv_field.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using audit::grouped;
using screening::CrowdedDoctorDay;
using screening::DoctorInTwoPlaces;
using screening::DoctorMove;
using screening::DoctorReport;
using text::json_quote;

std::string table_text(const DoctorReport& report, std::size_t most) {
  std::string out = fmt::format("门诊、急诊 visits: {}，医师 doctors: {}；没有开单医师 without a doctor: {}\n",
                                grouped(report.visits), grouped(report.doctors), grouped(report.without_doctor));
  if (report.days.empty()) {
    out += fmt::format("没有医师一天接诊超过 {0} 次 no doctor has more than {0} visits in a day\n",
                       report.rules.visits_most);
  } else {
    out += fmt::format("\n一天接诊超过 {0} 次 more than {0} visits in a day: {1}\n", report.rules.visits_most,
                       grouped(report.days.size()));
    TextTable table(
        {"医师 doctor", "日期 day", "接诊 visits", "人 people", "机构 institutions", "符合范围 in scope 元"});
    for (std::size_t column = 2; column < 6; ++column) table.align_right(column);
    for (const CrowdedDoctorDay& day : std::span(report.days).first(std::min(most, report.days.size()))) {
      table.add({day.doctor, format_day(day.day), grouped(day.visits), grouped(day.people), grouped(day.institutions),
                 audit::grouped_yuan(day.in_scope)});
    }
    out += table.text();
  }
  if (report.in_two.empty())
    return out + "没有医师在两家机构先后接诊相隔过短 no doctor is in two institutions at once\n";
  out += fmt::format("\n{} 分钟内换机构接诊 {} 次以上 in another institution within {} minutes: {}\n",
                     report.rules.move_minutes, report.rules.moves_least, report.rules.move_minutes,
                     grouped(report.in_two.size()));
  TextTable table({"医师 doctor", "次数 times", "例 for example", "分钟 minutes", "先 first", "后 then"});
  for (const std::size_t column : {std::size_t{1}, std::size_t{3}}) table.align_right(column);
  for (const DoctorInTwoPlaces& in_two : std::span(report.in_two).first(std::min(most, report.in_two.size()))) {
    const DoctorMove& move = in_two.first.front();
    table.add({in_two.doctor, grouped(in_two.moves), format_day(move.day), fmt::to_string(move.minutes),
               fmt::format("{} {}", move.from_institution, move.from_visit),
               fmt::format("{} {}", move.to_institution, move.to_visit)});
  }
  return out + table.text();
}

std::string csv_text(const DoctorReport& report) {
  std::string out = "\xEF\xBB\xBFsignal,doctor,day,visits,people,institutions,in_scope,from_visit,to_visit,minutes\n";
  for (const CrowdedDoctorDay& day : report.days) {
    out += fmt::format("crowded_day,{},{},{},{},{},{},,,\n", text::guarded_csv_field(day.doctor), format_day(day.day),
                       day.visits, day.people, day.institutions, format_cents(day.in_scope));
  }
  for (const DoctorInTwoPlaces& in_two : report.in_two) {
    for (const DoctorMove& move : in_two.first) {
      out +=
          fmt::format("two_places,{},{},,,2,,{},{},{}\n", text::guarded_csv_field(in_two.doctor), format_day(move.day),
                      text::guarded_csv_field(move.from_visit), text::guarded_csv_field(move.to_visit), move.minutes);
    }
  }
  return out;
}

std::string json_text(const DoctorReport& report) {
  std::string days, in_two;
  for (const CrowdedDoctorDay& day : report.days) {
    days += fmt::format(
        "{}\n    {{\"doctor\": {}, \"day\": \"{}\", \"visits\": {}, \"people\": {}, \"institutions\": {}, "
        "\"in_scope\": \"{}\"}}",
        days.empty() ? "" : ",", json_quote(day.doctor), format_day(day.day), day.visits, day.people, day.institutions,
        format_cents(day.in_scope));
  }
  for (const DoctorInTwoPlaces& of : report.in_two) {
    std::string moves;
    for (const DoctorMove& move : of.first) {
      moves += fmt::format(
          "{}{{\"day\": \"{}\", \"from\": {}, \"from_visit\": {}, \"to\": {}, \"to_visit\": {}, "
          "\"minutes\": {}}}",
          moves.empty() ? "" : ", ", format_day(move.day), json_quote(move.from_institution),
          json_quote(move.from_visit), json_quote(move.to_institution), json_quote(move.to_visit), move.minutes);
    }
    in_two += fmt::format("{}\n    {{\"doctor\": {}, \"times\": {}, \"first\": [{}]}}", in_two.empty() ? "" : ",",
                          json_quote(of.doctor), of.moves, moves);
  }
  return fmt::format(
      "{{\n  \"visits\": {}, \"doctors\": {}, \"without_doctor\": {}, \"without_clock\": {},\n  \"crowded_days\": "
      "[{}\n  ],\n  \"two_places\": [{}\n  ]\n}}\n",
      report.visits, report.doctors, report.without_doctor, report.without_clock, days, in_two);
}

Result<int> run(const LeadOptions& options) {
  screening::DoctorOptions of_doctors;
  ASSIGN(of_doctors.from, day_option("--from", options.from, kNoDay));
  ASSIGN(of_doctors.to, day_option("--to", options.to, kNoDay));
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const claims::Tape tape, claims::Tape::open(options.workspace, *schema));
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  const Day day = of_doctors.to != kNoDay ? of_doctors.to : day_of(current_time());
  ASSIGN(const screening::DoctorRules rules, screening::read_doctor_rules(parameters, day));
  const DoctorReport report = screening::screen_doctors(tape, *schema, rules, of_doctors);
  const std::string text = options.format == "csv"    ? csv_text(report)
                           : options.format == "json" ? json_text(report)
                                                      : table_text(report, options.most);
  return tell_text(text, options.out);
}

}  // namespace

void add_screen_doctors(Program& program, CLI::App& parent) {
  CLI::App* command = parent.add_subcommand("doctors",
                                            "doctors who see more people in a day than anybody can, or are in "
                                            "two institutions at once (医师异常)");
  command->footer("Example:\n  qiuhao screen doctors city");
  const auto options = std::make_shared<LeadOptions>();
  add_lead_options(*command, *options, "first day of the visits", "last day of the visits, included",
                   "leads of each kind");
  command->callback([&program, options] { program.run = [options] { return run(*options); }; });
}

}  // namespace qiuhao::cli
