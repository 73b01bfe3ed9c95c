// Reading one entry of `keys`: its term, and the material that the institution's signature and cipher need.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "signing/key_file.h"
#include "signing/member.h"
#include "text/document.h"

namespace qiuhao::signing {

// Mistakes in one YAML file, with their places. Values are never told: they may be secrets.
struct YamlFile {
  Path path;
  unsigned mode = 0;

  Place place(const text::Node& node) const { return {path.string(), node.line, node.column, ""}; }
  std::unexpected<Error> bad(const text::Node& node, Sentence sentence) const;
  // That a node is a map with these keys alone.
  Status only_keys(const text::Node& node, std::initializer_list<std::string_view> keys) const;
};

// A key of ours, read once for all institutions that name it.
struct OwnKey {
  std::string pem;
  Sm2Key key;
};
using OwnKeys = std::map<Path, OwnKey>;

class KeyReader {
 public:
  KeyReader(const YamlFile& file, const Institution& institution, OwnKeys& own_keys)
      : file_(file), institution_(institution), own_keys_(own_keys) {}

  // "bad_keyring", "secret_readable", "no_permission".
  Status read(const text::Node& node, Key& key, Sm2Pair& pair);

 private:
  Status read_id(const text::Node& node, Key& key) const;
  Status read_term(const text::Node& node, Key& key) const;
  Status read_secret(const text::Node& node, Key& key) const;
  Status read_public_key(const text::Node& node, Key& key, Sm2Pair& pair) const;
  Status read_own_key(const text::Node& node, Key& key, Sm2Pair& pair);
  Status read_sm4(const text::Node& node, Key& key) const;
  Status refuse_unused(const text::Node& node, std::string_view name) const;
  Result<KeyFile> file_at(const text::Node& node) const;
  // That it is readable by its owner alone besides.
  Result<std::string> secret_at(const text::Node& node) const;
  Path path_of(const text::Node& node) const { return file_.path.parent_path() / node.scalar; }

  const YamlFile& file_;
  const Institution& institution_;
  OwnKeys& own_keys_;
};

}  // namespace qiuhao::signing
