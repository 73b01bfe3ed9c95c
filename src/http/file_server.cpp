// Boost.Beast; the only file that includes it. One thread serves all connections.
#include "http/file_server.h"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/version.hpp>
#include <chrono>
#include <utility>

namespace qiuhao::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace web = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr auto kStopPoll = std::chrono::milliseconds(100);

template <typename Body>
void add_fields(web::response<Body>& answer) {
  answer.set(web::field::server, "qiuhao");
  answer.set(web::field::cache_control, "no-store");
  answer.set("X-Content-Type-Options", "nosniff");
  answer.set("X-Frame-Options", "DENY");
  answer.set("Referrer-Policy", "no-referrer");
}

// Another site's page may point a name of its own at 127.0.0.1 and read us with its visitor's browser; the Host field
// then has that name.
bool is_our_host(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::string_view name = host.substr(0, colon);
  return name == "127.0.0.1" || name == "localhost";
}

// One connection: reads a request, answers, until either side ends it.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const FileOf& file_of, int& connections)
      : stream_(std::move(socket)), file_of_(file_of), connections_(connections) {
    ++connections_;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { --connections_; }

  void read() {
    parser_.emplace();
    parser_->header_limit(kMaxRequestHead);
    parser_->body_limit(kMaxRequestBody);
    stream_.expires_after(std::chrono::seconds(kRequestSeconds));
    web::async_read(stream_, buffer_, *parser_,
                    [self = shared_from_this()](error_code error, std::size_t) { self->answer(error); });
  }

  void refuse_busy() { refuse(web::status::service_unavailable, "too many connections; try again\n"); }

 private:
  void answer(error_code error) {
    if (error == web::error::header_limit) {
      return refuse(web::status::request_header_fields_too_large, "the request's head is too large\n");
    }
    if (error == web::error::body_limit) return refuse(web::status::payload_too_large, "send no body\n");
    if (error) return close();
    const auto& request = parser_->get();
    keep_alive_ = request.keep_alive();
    is_head_ = request.method() == web::verb::head;
    if (!is_head_ && request.method() != web::verb::get) {
      return refuse(web::status::method_not_allowed, "only GET and HEAD are answered\n");
    }
    const auto host = request[web::field::host];
    if (!is_our_host({host.data(), host.size()})) {
      return refuse(web::status::misdirected_request, "ask for 127.0.0.1 or localhost\n");
    }
    std::string path(request.target());
    path.resize(std::min(path.find_first_of("?#"), path.size()));
    const auto file = file_of_(path);
    if (!file) return refuse(web::status::not_found, "there is no such file here\n");
    send_file(*file);
  }

  void send_file(const ServedFile& file) {
    error_code error;
    web::file_body::value_type body;
    body.open(file.path.c_str(), beast::file_mode::scan, error);
    if (error) return refuse(web::status::not_found, "the file cannot be opened\n");
    const std::uint64_t size = body.size();
    web::response<web::file_body> answer(web::status::ok, 11);
    add_fields(answer);
    answer.set(web::field::content_type, file.content_type);
    answer.keep_alive(keep_alive_);
    if (is_head_) {
      web::response<web::empty_body> head(std::move(answer.base()));
      head.content_length(size);
      return send(std::move(head));
    }
    answer.body() = std::move(body);
    answer.content_length(size);
    send(std::move(answer));
  }

  void refuse(web::status status, std::string_view sentence) {
    web::response<web::string_body> answer(status, 11);
    add_fields(answer);
    answer.set(web::field::content_type, "text/plain; charset=utf-8");
    if (status == web::status::method_not_allowed) answer.set(web::field::allow, "GET, HEAD");
    keep_alive_ = keep_alive_ && status == web::status::not_found;
    answer.keep_alive(keep_alive_);
    if (!is_head_) answer.body() = sentence;
    answer.content_length(sentence.size());
    send(std::move(answer));
  }

  template <typename Body>
  void send(web::response<Body> answer) {
    stream_.expires_after(std::chrono::seconds(kAnswerSeconds));
    struct Outgoing {
      explicit Outgoing(web::response<Body> message) : answer(std::move(message)), serializer(answer) {}
      web::response<Body> answer;
      web::response_serializer<Body> serializer;
    };
    auto outgoing = std::make_shared<Outgoing>(std::move(answer));
    outgoing->serializer.split(is_head_);
    const auto done = [self = shared_from_this(), outgoing](error_code error, std::size_t) {
      if (error || !self->keep_alive_) return self->close();
      self->is_head_ = false;
      self->read();
    };
    if (is_head_) {
      web::async_write_header(stream_, outgoing->serializer, done);
    } else {
      web::async_write(stream_, outgoing->serializer, done);
    }
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_{kMaxRequestHead * 2};
  std::optional<web::request_parser<web::string_body>> parser_;
  const FileOf& file_of_;
  int& connections_;
  bool keep_alive_ = false;
  bool is_head_ = false;
};

}  // namespace

struct FileServer::State {
  explicit State(FileOf files) : file_of(std::move(files)) {}

  void accept() {
    acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) {
        const auto session = std::make_shared<Session>(std::move(socket), file_of, connections);
        if (connections > kMaxConnections) {
          session->refuse_busy();
        } else {
          session->read();
        }
      }
      accept();
    });
  }

  void poll(const std::atomic<bool>& stop) {
    if (stop) return context.stop();
    timer.expires_after(kStopPoll);
    timer.async_wait([this, &stop](error_code error) {
      if (!error) poll(stop);
    });
  }

  FileOf file_of;
  int connections = 0;
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::steady_timer timer{context};
};

FileServer::FileServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileServer::FileServer(FileServer&&) noexcept = default;
FileServer& FileServer::operator=(FileServer&&) noexcept = default;
FileServer::~FileServer() = default;

Result<FileServer> FileServer::open(std::uint16_t port, FileOf file_of) {
  auto state = std::make_unique<State>(std::move(file_of));
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  error_code error;
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {
    return usage_error("port_taken",
                       fmt::format("--port {}: another program has it; name another, or 0 to have one chosen", port));
  }
  if (error) return system_error("cannot_listen", fmt::format("cannot listen on port {}: {}", port, error.message()));
  return FileServer(std::move(state));
}

std::uint16_t FileServer::port() const { return state_->acceptor.local_endpoint().port(); }

Status FileServer::run(const std::atomic<bool>& stop, bool on_signals) {
  try {
    asio::signal_set signals(state_->context);
    if (on_signals) {
      signals.add(SIGINT);
      signals.add(SIGTERM);
      signals.async_wait([this](error_code error, int) {
        if (!error) state_->context.stop();
      });
    }
    state_->accept();
    state_->poll(stop);
    state_->context.run();
    return {};
  } catch (const std::exception& failure) {
    return system_error("server_failed", fmt::format("the server ended: {}", failure.what()));
  }
}

}  // namespace qiuhao::http
