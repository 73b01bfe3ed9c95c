// Some megabytes, held against what a browser has by their tags.
#include "http/site.h"

#include <fmt/format.h>
#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "http/head_fields.h"

namespace qiuhao::http {
namespace {

// What the pages may load: themselves. Styles are written by the parts of the application as they are shown.
constexpr std::string_view kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

std::string type_of(const Path& file) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{".html", "text/html; charset=utf-8"},
                                                                      {".js", "text/javascript; charset=utf-8"},
                                                                      {".css", "text/css; charset=utf-8"},
                                                                      {".json", "application/json"},
                                                                      {".svg", "image/svg+xml"},
                                                                      {".png", "image/png"},
                                                                      {".woff2", "font/woff2"},
                                                                      {".txt", "text/plain; charset=utf-8"}};
  const std::string ending = file.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (known == ending) return std::string(type);
  }
  return "application/octet-stream";
}

std::string packed(const std::string& bytes) {
  z_stream stream{};
  constexpr int kGzip = 16 + MAX_WBITS;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool is_done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return is_done && out.size() < bytes.size() ? out : "";
}

std::string tag_of(const std::string& bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  std::string tag;
  for (std::size_t at = 0; at < 12; ++at) tag += fmt::format("{:02x}", hash[at]);
  return "\"" + tag + "\"";
}

bool takes_gzip(const Request& request) {
  return request.field("accept-encoding").find("gzip") != std::string_view::npos;
}

}  // namespace

Result<std::shared_ptr<Site>> Site::open(const Path& folder, bool is_secure) {
  std::shared_ptr<Site> site(new Site(is_secure));
  std::error_code error;
  std::size_t bytes = 0;
  std::filesystem::recursive_directory_iterator all(folder, error);
  for (; !error && all != std::filesystem::recursive_directory_iterator(); all.increment(error)) {
    // What a build packed beside is packed here anyway.
    if (all->is_symlink() || !all->is_regular_file() || all->path().extension() == ".gz") continue;
    File file;
    file.type = type_of(all->path());
    ASSIGN(file.bytes, read_file(all->path(), kSiteBytesMost));
    bytes += file.bytes.size();
    if (bytes > kSiteBytesMost)
      return input_error("site_too_large", fmt::format("more than {} bytes; is it the right folder?", kSiteBytesMost),
                         {folder.string(), 0, 0, ""});
    file.packed = packed(file.bytes);
    file.tag = tag_of(file.bytes);
    const std::string path = "/" + all->path().lexically_relative(folder).generic_string();
    file.is_fixed = path.starts_with("/assets/");
    site->files_.emplace(path, std::move(file));
  }
  if (!site->files_.contains("/index.html"))
    return input_error("no_site", "has no index.html; build it with tools/build-web", {folder.string(), 0, 0, ""});
  return site;
}

const Site::File* Site::find(const std::string& path) const {
  const auto found = files_.find(path);
  if (found != files_.end()) return &found->second;
  const std::size_t last = path.rfind('/');
  const bool is_file = last == std::string::npos || path.find('.', last) != std::string::npos;
  return is_file ? nullptr : &files_.find("/index.html")->second;
}

void Site::answer(const Request& request, Reply reply) {
  if (request.method != "GET" && request.method != "HEAD") {
    Answer refusal = text_answer(405, "only GET and HEAD are answered\n");
    refusal.fields.emplace_back("Allow", "GET, HEAD");
    return reply(std::move(refusal));
  }
  const File* file = find(request.path);
  Answer answer = file == nullptr ? text_answer(404, "there is no such page here\n") : Answer{};
  answer.fields.emplace_back("Content-Security-Policy", kPolicy);
  answer.fields.emplace_back("X-Content-Type-Options", "nosniff");
  answer.fields.emplace_back("Referrer-Policy", "no-referrer");
  answer.fields.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  answer.fields.emplace_back("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=()");
  if (is_secure_) answer.fields.emplace_back("Strict-Transport-Security", "max-age=31536000");
  if (file != nullptr) {
    answer.content_type = file->type;
    answer.fields.emplace_back("ETag", file->tag);
    answer.fields.emplace_back("Vary", "Accept-Encoding");
    answer.fields.emplace_back("Cache-Control", file->is_fixed ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.field("if-none-match") == file->tag) {
      answer.status = 304;
    } else if (!file->packed.empty() && takes_gzip(request)) {
      answer.fields.emplace_back("Content-Encoding", "gzip");
      answer.body = file->packed;
    } else {
      answer.body = file->bytes;
    }
  }
  reply(std::move(answer));
}

}  // namespace qiuhao::http
