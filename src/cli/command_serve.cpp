// `qiuhao serve`: the report and files of the latest audit, to a browser on this machine.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "audit/record.h"
#include "cli/command.h"
#include "http/file_server.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  int port = 0;
};

struct Route {
  std::string_view path;
  std::string_view file;
  std::string_view content_type;
};

constexpr Route kRoutes[] = {
    {"/", "report.html", "text/html; charset=utf-8"},
    {"/report.html", "report.html", "text/html; charset=utf-8"},
    {"/summary.json", "summary.json", "application/json"},
    {"/findings.csv", "findings.csv", "text/csv; charset=utf-8"},
    {"/undecided.csv", "undecided.csv", "text/csv; charset=utf-8"},
    {"/findings.parquet", "findings.parquet", "application/vnd.apache.parquet"},
    {"/findings.xlsx", "findings.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

Result<int> run_serve(const Options& options) {
  const Path workspace = options.workspace;
  ASSIGN(const Path first, audit::latest_run(workspace));
  std::error_code ignored;
  if (!std::filesystem::exists(first / "report.html", ignored)) {
    return input_error("no_report", "is not there; audit again with html among --format",
                       {(first / "report.html").string(), 0, 0, ""});
  }
  // Looked up anew each time, so that a reload after an audit shows the new run.
  const auto file_of = [workspace](const std::string& path) -> std::optional<http::ServedFile> {
    for (const Route& route : kRoutes) {
      if (route.path != path) continue;
      const auto folder = audit::latest_run(workspace);
      if (!folder) return std::nullopt;
      return http::ServedFile{*folder / route.file, std::string(route.content_type)};
    }
    return std::nullopt;
  };
  ASSIGN(http::FileServer server, http::FileServer::open(static_cast<std::uint16_t>(options.port), file_of));
  fmt::print("report: http://127.0.0.1:{}/\nCtrl-C ends it.\n", server.port());
  std::fflush(stdout);
  const std::atomic<bool> stop{false};
  TRY(server.run(stop, true));
  return 0;
}

}  // namespace

void add_serve(Program& program) {
  CLI::App* command = add_command(program, "serve", "the report of the latest audit, to a browser on this machine",
                                  "qiuhao serve city --port 8080");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("--port", options->port, "port on 127.0.0.1 (default: 0, one is chosen)")
      ->check(CLI::Range(0, 65'535));
  command->callback([&program, options] { program.run = [options] { return run_serve(*options); }; });
}

}  // namespace qiuhao::cli
