// Runs a command with an accident and judges what is left.
#include "trial.h"

#include <fmt/format.h>
#include <signal.h>

#include <filesystem>
#include <fstream>

#include "claims/doctor.h"
#include "simulate/city.h"

namespace qiuhao::crash {
namespace {

namespace fs = std::filesystem;

Status copy_folder(const Path& from, const Path& to) {
  std::error_code error;
  fs::remove_all(to, error);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks, error);
  if (error)
    return system_error("file_error", fmt::format("cannot copy: {}", error.message()), {to.string(), 0, 0, ""});
  return {};
}

Status make_city(const Path& folder, std::int64_t people, std::uint64_t seed) {
  simulate::CityOptions options;
  options.directory = folder;
  options.people = people;
  options.months = 6;
  options.seed = seed;
  const auto made = simulate::simulate_city(options);
  return made ? Status() : std::unexpected(made.error());
}

// Visits that no city has, small enough for any moment.
void write_third(const Path& folder) {
  fs::create_directories(folder);
  std::ofstream file(folder / "mdtrt_d.csv", std::ios::binary);
  file << "mdtrt_id,psn_no,gend,brdy,insutype,fixmedins_code,begntime,endtime,med_type,updt_time,vali_flag\n";
  for (int visit = 0; visit < 5; ++visit) {
    file << fmt::format(
        "third-{0},p{0},1,1980-05-06,310,H001,2025-01-02 08:00:00,2025-01-04 09:00:00,21,2025-02-01 00:00:00,1\n",
        visit);
  }
}

// Some of the cities' doctors with other rights, and one that no city has.
void write_fourth(const Path& folder) {
  fs::create_directories(folder);
  std::ofstream file(folder / "licence.csv", std::ios::binary);
  file << "dr_codg,begndate,enddate,antibiotic_grade,updt_time\n";
  for (int doctor = 1; doctor <= 9; ++doctor)
    file << fmt::format("D349900{:06},2024-01-01,,{},2027-01-01 00:00:00\n", doctor, doctor % 4);
  file << "D999999000001,2025-01-01,2025-12-31,2,\n";
}

void append_unusable_row(const Path& table) { std::ofstream(table, std::ios::app | std::ios::binary) << "no,row\n"; }

// A sentence of an error that names a place and a mend: "qiuhao: PLACE: what; mend".
bool is_sentence(const std::string& error) {
  const auto begin = error.rfind("qiuhao: ");
  if (begin == std::string::npos) return false;
  const std::string sentence = error.substr(begin);
  return sentence.find('/') != std::string::npos && sentence.find("; ") != std::string::npos;
}

std::string first_difference(const std::set<std::string>& found, const std::set<std::string>& wanted) {
  for (const std::string& name : found) {
    if (!wanted.contains(name)) return fmt::format("{} is left behind", name);
  }
  for (const std::string& name : wanted) {
    if (!found.contains(name)) return fmt::format("{} is missing", name);
  }
  return "";
}

}  // namespace

Result<Trials> Trials::make(const Path& scratch, std::int64_t people) {
  Trials trials;
  std::error_code ignored;
  fs::remove_all(scratch, ignored);
  TRY(make_folder(scratch));
  trials.scratch_ = fs::canonical(scratch);
  ASSIGN(trials.schema_, claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  TRY(make_city(scratch / "tables-1", people, 1));
  TRY(make_city(scratch / "tables-2", people, 2));
  append_unusable_row(scratch / "tables-2" / "fee_list_d.csv");
  write_third(scratch / "tables-3");
  write_fourth(scratch / "tables-4");
  return trials;
}

Path Trials::folder(int number) const { return scratch_ / fmt::format("folder-{}", number); }

Words Trials::words_in(const Words& words, const Path& folder) const {
  Words made;
  for (const std::string& word : words) {
    made.push_back(word == "@W"   ? (folder / "workspace").string()
                   : word == "@B" ? (folder / "backups").string()
                   : word == "@R" ? (folder / "restored").string()
                   : word == "@1" ? (scratch_ / "tables-1").string()
                   : word == "@2" ? (scratch_ / "tables-2").string()
                   : word == "@3" ? (scratch_ / "tables-3").string()
                   : word == "@4" ? (scratch_ / "tables-4").string()
                                  : word);
  }
  return made;
}

Status Trials::follow(const Words& words, const Path& folder) const {
  ASSIGN(const Ended ended, run_child(words_in(words, folder), folder, {}, scratch_ / "child"));
  if (ended.code == 0) return {};
  return system_error("failed", fmt::format("`{}` ended with {}: {}", words.front(), ended.code, ended.error));
}

Status Trials::make_before(const Command& command, const Path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  TRY(make_folder(folder));
  // The key is known, so that people can be compared; the first import of all makes one of its own.
  if (!command.before.empty()) {
    TRY(make_folder(folder / "workspace" / "secret"));
    TRY(write_file_atomically(folder / "workspace" / "secret" / "pseudonym.key", kKey));
    fs::permissions(folder / "workspace" / "secret" / "pseudonym.key", fs::perms::owner_read | fs::perms::owner_write);
  }
  for (const Words& words : command.before) TRY(follow(words, folder));
  return {};
}

Result<Reference> Trials::reference(const Command& command) {
  Reference made;
  made.before = scratch_ / fmt::format("before-{}", ++references_);
  TRY(make_before(command, made.before));
  ASSIGN(made.state_before, state_of(made.before, schema_));
  const Path place = folder(0);
  TRY(copy_folder(made.before, place));
  ASSIGN(const Ended ended, run_child(words_in(command.words, place), place, {}, scratch_ / "child"));
  if (ended.code != 0) return system_error("failed", fmt::format("{}: {}", command.name, ended.error));
  made.seconds = ended.seconds;
  made.calls = ended.calls;
  ASSIGN(made.state_after, state_of(place, schema_));
  made.names_after = names_below(place);
  if (command.other.empty()) return made;
  TRY(follow(command.other, place));
  ASSIGN(made.other_after, state_of(place, schema_));
  made.names_other_after = names_below(place);
  TRY(copy_folder(made.before, place));
  TRY(follow(command.other, place));
  ASSIGN(made.other_before, state_of(place, schema_));
  made.names_other_before = names_below(place);
  return made;
}

// What the child said and what it left.
std::string Trials::judge(const Command& command, const Reference& reference, const Path& folder,
                          Outcome& outcome) const {
  const Ended& ended = outcome.ended;
  if (ended.signal != 0 && ended.signal != SIGKILL)
    return fmt::format("ended by signal {}: {}", ended.signal, ended.error);
  const auto state = state_of(folder, schema_);
  if (!state) return fmt::format("broken: {}", state.error().text());
  outcome.is_after = *state == reference.state_after;
  if (!outcome.is_after && *state != reference.state_before)
    return fmt::format("neither old nor new: {}", state->text());
  const bool said_done = ended.code == 0 || ended.out.find(command.done) != std::string::npos;
  if (said_done && !outcome.is_after) return "said that it was done, and it is not";
  if (ended.code > 0 && ended.code != 4) return fmt::format("ended with {}: {}", ended.code, ended.error);
  if (ended.code > 0 && !is_sentence(ended.error)) return fmt::format("names no place or no mend: {}", ended.error);
  return doctor_says(folder, true);
}

Result<Trials::Outcome> Trials::run(const Command& command, const Reference& reference, const Accident& accident,
                                    bool with_other) {
  const Path place = folder(0);
  TRY(copy_folder(reference.before, place));
  Outcome outcome;
  ASSIGN(outcome.ended, run_child(words_in(command.words, place), place, accident, scratch_ / "child"));
  outcome.trouble = judge(command, reference, place, outcome);
  if (!outcome.trouble.empty()) return outcome;
  ASSIGN(outcome.trouble,
         judge_next(command, reference, place, outcome.is_after, with_other && !command.other.empty()));
  return outcome;
}

// What the next command makes of what is left.
Result<std::string> Trials::judge_next(const Command& command, const Reference& reference, const Path& folder,
                                       bool is_after, bool with_other) const {
  if (with_other || command.repeats || !is_after) {
    const Status followed = follow(with_other ? command.other : command.words, folder);
    if (!followed) return fmt::format("the next command fails: {}", followed.error().text());
  }
  const State& wanted = !with_other ? reference.state_after : is_after ? reference.other_after : reference.other_before;
  const std::set<std::string>& names = !with_other ? reference.names_after
                                       : is_after  ? reference.names_other_after
                                                   : reference.names_other_before;
  const auto state = state_of(folder, schema_);
  if (!state) return fmt::format("the next command breaks it: {}", state.error().text());
  if (*state != wanted) return fmt::format("the next command makes {}, not {}", state->text(), wanted.text());
  const std::string difference = first_difference(names_below(folder), names);
  return difference.empty() ? doctor_says(folder, false) : difference;
}

std::string Trials::doctor_says(const Path& folder, bool quick) const {
  for (const char* name : {"workspace", "restored"}) {
    claims::DoctorOptions options;
    options.workspace = folder / name;
    options.quick = quick;
    std::error_code ignored;
    if (!fs::exists(options.workspace, ignored)) continue;
    const auto found = claims::examine(schema_, options);
    if (!found) return found.error().text();
    for (const claims::Trouble& trouble : found->troubles) {
      // After an accident there may be leftovers, of which a writer's name in the lock is one; after the next command
      // nothing is left to say, unless it is of a restored workspace, in which no command ran yet.
      const bool is_expected =
          trouble.check == "disk" || (trouble.check == "lock" && std::string_view(name) == "restored");
      const bool matters = trouble.gravity == claims::Gravity::damage || (!quick && !is_expected);
      if (matters) return fmt::format("doctor: {} {} {}", trouble.check, trouble.file, trouble.what.english);
    }
  }
  return "";
}

}  // namespace qiuhao::crash
