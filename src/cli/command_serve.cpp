// `qiuhao serve`: hospital systems ask before and while they settle; a browser reads the report of the latest audit.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "audit/record.h"
#include "cli/api_desk.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/live_source.h"
#include "cli/records.h"
#include "http/files.h"
#include "http/own_threads.h"
#include "http/site.h"
#include "server/api/handler.h"
#include "server/api/housekeeping.h"
#include "server/live_service.h"

namespace qiuhao::cli {
namespace {

constexpr int kApiThreads = 4;  // as many as connections to the records
constexpr int kApiWaitingMost = 256;

struct Options {
  std::string workspace;
  std::string address = "127.0.0.1";
  int port = 0;
  std::string certificate;
  std::string key;
  std::string proxy;
  std::string log;
  std::string candidate;
  std::vector<std::string> national_paths;
  double requests_of_client = 0;
  int threads = 0;
  bool accepts_replays = false;
  bool is_quiet = false;
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

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

// Looked up anew each time, so that a reload after an audit shows the new run.
std::shared_ptr<http::Handler> report_files(const Path& workspace) {
  return std::make_shared<http::Files>([workspace](const std::string& path) -> std::optional<http::ServedFile> {
    for (const Route& route : kRoutes) {
      if (route.path != path) continue;
      const auto folder = audit::latest_run(workspace);
      if (!folder) return std::nullopt;
      return http::ServedFile{*folder / route.file, std::string(route.content_type)};
    }
    return std::nullopt;
  });
}

// Where there are records, people sign in, so the report's files, which anybody could fetch, are not served beside.
Result<std::shared_ptr<http::Handler>> console_files(bool is_secure) {
  const std::string folder = web_folder();
  if (folder.empty()) return std::shared_ptr<http::Handler>();
  ASSIGN(auto site, http::Site::open(folder, is_secure));
  return std::shared_ptr<http::Handler>(std::move(site));
}

Result<server::ServiceOptions> service_options(const Options& options) {
  server::ServiceOptions service;
  service.workspace = options.workspace;
  service.source = live_source(options.workspace);
  if (!options.candidate.empty()) service.shadow_source = live_source(options.workspace, options.candidate);
  ASSIGN(service.schema, load_schema());
  ASSIGN(service.interface_folders, interface_folders(options.workspace));
  service.accepts_pseudonyms = options.accepts_replays;
  service.log.file = options.log;
  service.live.logs_requests = !options.is_quiet;
  if (!options.national_paths.empty()) service.live.national_paths = options.national_paths;
  return service;
}

Result<http::ServerOptions> server_options(const Options& options) {
  http::ServerOptions server;
  server.address = options.address;
  server.port = static_cast<std::uint16_t>(options.port);
  server.work_threads = options.threads;
  server.proxy = options.proxy;
  server.requests_of_client = options.requests_of_client;
  if (options.certificate.empty() != options.key.empty())
    return usage_error("bad_option", "--certificate and --key go together; give both for TLS");
  if (!options.certificate.empty()) server.tls = http::TlsFiles{options.certificate, options.key};
  // What is sent holds names and diagnoses; in the clear it stays on this machine.
  if (!server.tls && options.proxy.empty() && !is_loopback(options.address)) {
    return usage_error("needs_tls", fmt::format("--address {} is reached by other machines: give --certificate and "
                                                "--key, or --proxy with the address of a proxy that has them",
                                                options.address));
  }
  if (is_loopback(options.address)) server.hosts = {"127.0.0.1", "localhost", "[::1]", "::1"};
  return server;
}

Result<int> run_serve(const Options& options) {
  ASSIGN(http::ServerOptions listening, server_options(options));
  ASSIGN(server::ServiceOptions parts, service_options(options));
  // A folder that is no workspace is told so before anything is made in it.
  ASSIGN(const claims::Manifest manifest, claims::read_manifest(options.workspace));
  if (manifest.parts.empty()) {
    if (const auto tape = claims::Tape::open(options.workspace, *parts.schema); !tape) return fail(tape.error());
  }
  const bool is_secure = listening.tls.has_value() || !options.proxy.empty();
  const auto link = std::make_shared<server::LiveLink>();
  ASSIGN(const auto desk, open_api_desk(options.workspace, is_secure, link));
  ASSIGN(const Path anchors, anchors_of(options.workspace));
  std::unique_ptr<server::Housekeeping> housekeeping;
  const auto make_others = [&](const std::shared_ptr<http::Log>& log) -> Result<std::shared_ptr<http::Handler>> {
    if (desk == nullptr) return report_files(options.workspace);
    ASSIGN(auto console, console_files(is_secure));
    ASSIGN(const auto api, server::ApiHandler::open(desk, log, std::move(console)));
    housekeeping = std::make_unique<server::Housekeeping>(desk, log, anchors);
    listening.large_body_bytes_most = documents::AttachmentRules{}.bytes_most;
    listening.may_be_large = [api](std::string_view method, std::string_view path) {
      return api->takes_file(method, path);
    };
    // Printing and passwords take their time; a doctor who waits for an answer does not wait for them.
    return std::make_shared<http::OwnThreads>(api, kApiThreads, kApiWaitingMost);
  };
  ASSIGN(const auto service, server::LiveService::open(std::move(parts), make_others));
  link->set(service.get());
  listening.on_hangup = [&service = *service, &log = service->log()](const Status& certificate) {
    log.reopen();
    service.renew_keys();
    if (!certificate) log.write(http::Level::error, "certificate_kept", {{"why", certificate.error().text()}});
  };
  ASSIGN(http::Server server, http::Server::open(listening, service->handler()));
  service->metrics().watch([&server] { return server.counts(); });
  const char* scheme = listening.tls ? "https" : "http";
  const std::string base = fmt::format("{}://{}:{}", scheme, options.address, server.port());
  fmt::print("{}: {}/\nmessages: {}{}\nAPI: {}\nedition: {}\nCtrl-C ends it.\n",
             desk == nullptr        ? "report"
             : web_folder().empty() ? "no console is built; tools/build-web builds it"
                                    : "console",
             base, base,
             options.national_paths.empty() ? "/mss/web/api/fsi/callService" : options.national_paths.front(),
             desk != nullptr ? base + "/api" : "none; qiuhao users found makes the records that it needs",
             service->desk().editions().current()->name);
  std::fflush(stdout);
  const std::atomic<bool> stop{false};
  const Status status = server.run(stop, true);
  service->metrics().watch({});
  link->set(nullptr);
  TRY(status);
  return 0;
}

}  // namespace

void add_serve(Program& program) {
  CLI::App* command =
      add_command(program, "serve", "answers hospital systems and the web API, and shows the latest report",
                  "qiuhao serve city --port 8080");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("--port", options->port, "port (default: 0, one is chosen)")->check(CLI::Range(0, 65'535));
  command->add_option("--address", options->address, "address to listen on (default: 127.0.0.1, this machine alone)");
  command->add_option("--certificate", options->certificate,
                      "PEM file of the certificate, for TLS; SIGHUP reads it anew");
  command->add_option("--key", options->key, "PEM file of its key");
  command->add_option("--proxy", options->proxy, "address of a proxy in front, whose X-Forwarded-For is believed");
  command->add_option("--rate", options->requests_of_client, "requests a second of one client (default: 0, any number)")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--threads", options->threads, "threads that judge (default: 0, one a core)")
      ->check(CLI::Range(0, 1'024));
  command->add_option("--path", options->national_paths, "path of the national endpoint; may be given again");
  command->add_option("--log", options->log, "file of the log, a JSON object a line (default: standard error)");
  command->add_flag("--quiet", options->is_quiet,
                    "logs no message that was answered, only what happens to the service");
  command->add_option(
      "--candidate", options->candidate,
      "folder of rule files that judge live questions too, without being heard; differences are logged");
  command->add_flag("--accept-replays", options->accepts_replays,
                    "takes messages of `qiuhao replay`, which name people by pseudonym");
  command->callback([&program, options] { program.run = [options] { return run_serve(*options); }; });
}

}  // namespace qiuhao::cli
