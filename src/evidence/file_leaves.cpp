// Files are told by what is in them, as attachments of matters are.
#include "evidence/file_leaves.h"

#include <fmt/format.h>

#include "documents/file_type.h"

namespace qiuhao::evidence {

void add_content(Builder& builder, const std::string& path, std::string_view name, std::string_view type,
                 std::string_view bytes) {
  builder.add(path + "/name", "文件名", name);
  builder.add(path + "/type", "文件类型", type);
  builder.add(path + "/size", "字节数", fmt::to_string(bytes.size()));
  builder.add_long_bytes(path + "/content", "文件内容", bytes);
}

Status add_file(Builder& builder, std::size_t number, const Path& file) {
  ASSIGN(const std::string content, read_file(file, kAttachedBytesMost));
  const Place place{file.string(), 0, 0, ""};
  if (content.empty()) return input_error("empty_file", Sentence{"is empty; leave it out", "是空文件；请去掉"}, place);
  const std::string name = file.filename().string();
  auto type = documents::check_content(name, content, {});
  if (!type) {
    type.error().place = place;
    return fail(std::move(type).error());
  }
  add_content(builder, fmt::format("files/{}", number), name, documents::media_type(*type), content);
  return {};
}

}  // namespace qiuhao::evidence
