// The keys of all institutions, and the way of a message through them.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <system_error>
#include <unordered_map>

#include "signing/institution_reader.h"
#include "signing/member.h"
#include "signing/primitives.h"
#include "signing/signing.h"

namespace qiuhao::signing {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

std::unexpected<Error> unreadable_folder(const Path& folder, const std::error_code& error) {
  return fail(
      {Fault::system,
       "unreadable_folder",
       fmt::format("cannot read this folder of institutions: {}; check the path and its permissions", error.message()),
       {folder.string(), 0, 0, ""},
       fmt::format("不能读取机构密钥文件夹：{}；请检查路径和权限", error.message())});
}

// The *.yaml of a folder in the order of their names, so that the same mistake is told each time.
Result<std::vector<Path>> institution_files(const Path& folder) {
  std::vector<Path> files;
  std::error_code error;
  if (!std::filesystem::exists(folder, error) && !error) return files;
  std::filesystem::directory_iterator entries(folder, error);
  if (error) return unreadable_folder(folder, error);
  for (const std::filesystem::directory_iterator end; entries != end; entries.increment(error)) {
    const Path& path = entries->path();
    if (path.extension() != ".yaml" || path.filename().string().starts_with('.')) continue;
    if (files.size() == kMostInstitutions)
      return input_error(
          "bad_keyring",
          Sentence{fmt::format("has more than {} institutions; split them among servers", kMostInstitutions),
                   fmt::format("超过{}家机构；请分到多台服务器", kMostInstitutions)},
          {folder.string(), 0, 0, ""});
    files.push_back(path);
  }
  if (error) return unreadable_folder(folder, error);
  std::ranges::sort(files);
  return files;
}

// What a stranger sent is told back only as far as a code can go.
std::string told(std::string_view code) {
  const auto is_plain = [](char c) { return c > 0x20 && c < 0x7f; };
  return code.size() <= 40 && std::ranges::all_of(code, is_plain) ? std::string(code) : "";
}

}  // namespace

struct Keyring::State {
  std::chrono::seconds skew;
  std::unordered_map<std::string, Member, TextHash, std::equal_to<>> members;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (auto& [code, member] : members) {
      for (Key& key : member.institution.keys) {
        wipe(key.secret);
        wipe(key.own_pem);
        wipe(key.sm4);
      }
    }
  }

  Result<const Member*> member_of(std::string_view code) const {
    const auto found = members.find(code);
    if (found != members.end()) return &found->second;
    const std::string name = told(code);
    return input_error("unknown_institution",
                       Sentence{fmt::format("no keys are known of institution '{}'; check fixmedins_code, or add its "
                                            "file to the keys",
                                            name),
                                fmt::format("没有机构“{}”的密钥；请检查fixmedins_code或为它配置密钥", name)});
  }

  Result<Sealed> seal(std::string_view code, const Envelope& envelope, std::string_view content, std::string_view part,
                      std::int64_t now) const {
    TRY(check_sizes(envelope, content));
    if (members.empty()) return Sealed{std::string(content), "", "", ""};
    ASSIGN(const Member* member, member_of(code));
    return seal_message(*member, envelope, content, part, now);
  }
};

Keyring::Keyring(std::unique_ptr<State> state) : state_(std::move(state)) {}
Keyring::Keyring(Keyring&&) noexcept = default;
Keyring& Keyring::operator=(Keyring&&) noexcept = default;
Keyring::~Keyring() = default;

Result<Keyring> Keyring::load(const Path& folder, std::chrono::seconds skew) {
  auto state = std::make_unique<State>();
  state->skew = skew;
  ASSIGN(const std::vector<Path> files, institution_files(folder));
  OwnKeys own_keys;
  std::unordered_map<std::string, Path> file_of;
  for (const Path& file : files) {
    ASSIGN(Member member, read_institution(file, own_keys));
    const std::string code = member.institution.code;
    const auto [known, is_new] = file_of.emplace(code, file);
    if (!is_new)
      return input_error("bad_keyring",
                         Sentence{fmt::format("institution {} already stands in {}; keep one file, with all its keys",
                                              code, known->second.string()),
                                  fmt::format("机构{}已在{}中；请合并为一个文件", code, known->second.string())},
                         {file.string(), 0, 0, ""});
    state->members.emplace(code, std::move(member));
  }
  for (auto& [path, own] : own_keys) wipe(own.pem);
  return Keyring(std::move(state));
}

bool Keyring::is_empty() const { return state_->members.empty(); }

const Institution* Keyring::find(std::string_view code) const {
  const auto found = state_->members.find(code);
  return found == state_->members.end() ? nullptr : &found->second.institution;
}

std::vector<const Institution*> Keyring::institutions() const {
  std::vector<const Institution*> all;
  for (const auto& [code, member] : state_->members) all.push_back(&member.institution);
  std::ranges::sort(all, {}, &Institution::code);
  return all;
}

Result<std::string> Keyring::open(const SignedMessage& message, std::int64_t now) const {
  TRY(check_sizes(message.envelope, message.input));
  if (is_empty() && !message.is_encrypted) return message.input;
  ASSIGN(const Member* member, state_->member_of(message.institution));
  return open_message(*member, message, now, state_->skew);
}

Result<Keyring::Sealed> Keyring::seal(std::string_view institution,
                                      const std::vector<std::pair<std::string, std::string>>& envelope,
                                      std::string_view output, std::int64_t now) const {
  return state_->seal(institution, envelope, output, "output", now);
}

Result<Keyring::Sealed> Keyring::send(std::string_view institution,
                                      const std::vector<std::pair<std::string, std::string>>& envelope,
                                      std::string_view input, std::int64_t now) const {
  return state_->seal(institution, envelope, input, "input", now);
}

}  // namespace qiuhao::signing
