// A web application comes whole, packed where it may, and nothing beside it.
#include "http/site.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>

namespace qiuhao::http {
namespace {

class SiteTest : public testing::Test {
 protected:
  SiteTest() : folder_(std::filesystem::temp_directory_path() / ("qiuhao-site-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_ / "assets");
    write("index.html", "<!doctype html><title>秋毫</title>");
    write("assets/main-0a1b.js", script_);
    write("mark.svg", "<svg/>");
    std::filesystem::create_symlink("/etc/passwd", folder_ / "passwd");
    write("../outside-" + std::to_string(::getpid()), "secret");
    auto site = Site::open(folder_, true);
    EXPECT_TRUE(site) << site.error().text();
    site_ = *site;
  }
  ~SiteTest() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::remove(folder_ / ("../outside-" + std::to_string(::getpid())));
  }
  void write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(write_file_atomically((folder_ / name).lexically_normal(), text));
  }
  Answer get(const std::string& path, std::vector<std::pair<std::string, std::string>> fields = {},
             const std::string& method = "GET") const {
    Request request;
    request.method = method;
    request.path = path;
    request.fields = std::move(fields);
    Answer got;
    site_->answer(request, Reply([&](Answer answer) { got = std::move(answer); }));
    return got;
  }
  static std::string field(const Answer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.fields) {
      if (key == name) return value;
    }
    return "";
  }
  static std::string unpacked(const std::string& bytes, std::size_t size) {
    std::string out(size + 1, '\0');
    z_stream stream{};
    inflateInit2(&stream, 16 + MAX_WBITS);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
  }

  const std::string script_ = std::string(5'000, 'x') + "console";
  Path folder_;
  std::shared_ptr<Site> site_;
};

TEST_F(SiteTest, files_and_the_applications_own_paths) {
  EXPECT_EQ(get("/").body, "<!doctype html><title>秋毫</title>");
  EXPECT_EQ(get("/findings/0a1b").body, get("/").body);
  EXPECT_EQ(get("/index.html").content_type, "text/html; charset=utf-8");
  EXPECT_EQ(get("/assets/main-0a1b.js").body, script_);
  EXPECT_EQ(get("/mark.svg").content_type, "image/svg+xml");
  EXPECT_EQ(get("/assets/main-9999.js").status, 404) << "an old page asks for an old file: no page in its place";
  EXPECT_EQ(get("/", {}, "POST").status, 405);
}

TEST_F(SiteTest, nothing_outside_of_the_folder) {
  for (const std::string path :
       {"/passwd", "/../outside", "/assets/../../outside", "/%2e%2e/outside", "/..%2foutside"}) {
    const Answer got = get(path);
    EXPECT_EQ(got.body.find("secret"), std::string::npos) << path;
    EXPECT_EQ(got.body.find("root:"), std::string::npos) << path;
  }
}

TEST_F(SiteTest, packed_kept_and_guarded) {
  const Answer packed = get("/assets/main-0a1b.js", {{"accept-encoding", "br, gzip"}});
  EXPECT_EQ(field(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_EQ(unpacked(packed.body, script_.size()), script_);
  EXPECT_NE(field(packed, "Cache-Control").find("immutable"), std::string::npos);
  const Answer page = get("/");
  EXPECT_EQ(field(page, "Cache-Control"), "no-cache");
  EXPECT_EQ(get("/", {{"if-none-match", field(page, "ETag")}}).status, 304);
  EXPECT_EQ(get("/", {{"if-none-match", "\"other\""}}).status, 200);
  const std::string policy = field(page, "Content-Security-Policy");
  EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(field(page, "X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(field(page, "Strict-Transport-Security").empty());
  EXPECT_EQ(field(get("/x.js"), "Content-Security-Policy"), policy) << "of refusals too";
}

TEST_F(SiteTest, a_folder_that_is_no_site_is_refused) {
  std::filesystem::remove(folder_ / "index.html");
  const auto site = Site::open(folder_, false);
  ASSERT_FALSE(site);
  EXPECT_EQ(site.error().code, "no_site");
  EXPECT_FALSE(Site::open(folder_ / "none", false));
}

}  // namespace
}  // namespace qiuhao::http
