// The client: Beast over one socket; each step runs the client's own io_context until it is done.
#include "http/client.h"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <charconv>
#include <optional>

#include "http/head_fields.h"

namespace qiuhao::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace web = boost::beast::http;
using boost::system::error_code;

constexpr std::uint64_t kAnswerBytesMost = std::uint64_t{1} << 30;

Result<std::uint16_t> port_of(std::string_view digits, std::string_view url) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error == std::errc{} && end == digits.data() + digits.size() && port != 0) return port;
  return input_error("bad_url", fmt::format("{}: the port {} is no number from 1 to 65535", url, digits));
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  Url url;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    url.is_tls = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return input_error("bad_url", fmt::format("{}: begin with http:// or https://", text));
  }
  for (const char letter : rest) {
    if (static_cast<unsigned char>(letter) > 0x20 && letter != 0x7f) continue;
    return input_error("bad_url", fmt::format("{}: a blank or control character; write it as %20 or the like", text));
  }
  const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, path);
  const std::string_view target = rest.substr(path, rest.find('#') - path);
  url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  if (authority.find('@') != std::string_view::npos) {
    return input_error("bad_url", fmt::format("{}: a user's name is not sent; leave it out", text));
  }
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon = bracket == std::string_view::npos ? bracket : authority.find(':', bracket);
  url.host = authority.substr(0, colon);
  if (url.host.starts_with('[') && url.host.ends_with(']')) url.host = url.host.substr(1, url.host.size() - 2);
  if (url.host.empty() || url.host.starts_with('[')) {
    return input_error("bad_url", fmt::format("{}: no host; write http://host:port/path", text));
  }
  url.port = url.is_tls ? 443 : 80;
  if (colon != std::string_view::npos) {
    ASSIGN(url.port, port_of(authority.substr(colon + 1), text));
  }
  return url;
}

struct Client::State {
  using Tcp = beast::tcp_stream;
  using Tls = beast::ssl_stream<beast::tcp_stream>;

  State(Url to, ClientOptions given) : url(std::move(to)), options(std::move(given)) {
    const bool is_v6 = url.host.find(':') != std::string::npos;
    host_field = fmt::format("{}{}{}:{}", is_v6 ? "[" : "", url.host, is_v6 ? "]" : "", url.port);
  }

  Result<ClientAnswer> ask(web::request<web::string_body>& request);
  Status connect();
  Status begin_tls();
  error_code exchange(auto& stream, web::request<web::string_body>& request, ClientAnswer& answer);
  bool is_open();
  std::unexpected<Error> no_answer(const error_code& error) const {
    const std::string said = error == beast::error::timeout
                                 ? fmt::format("nothing within {} ms", options.deadline.count())
                                 : error.message();
    return system_error("no_answer", fmt::format("{} does not answer: {}", host_field, said));
  }
  // Runs what was begun on a stream until it is done; the stream's own deadline ends it otherwise.
  void finish_step() {
    context.restart();
    context.run();
  }

  const Url url;
  const ClientOptions options;
  std::string host_field;
  std::chrono::steady_clock::time_point deadline;
  asio::io_context context{1};
  std::optional<asio::ssl::context> trusted;
  std::optional<Tcp> plain;
  std::optional<Tls> secure;
  beast::flat_buffer buffer;
};

Status Client::State::connect() {
  buffer.clear();
  error_code error;
  asio::ip::tcp::resolver resolver(context);
  const auto found = resolver.resolve(url.host, fmt::format("{}", url.port), asio::ip::resolver_base::numeric_service,
                                      error);  // names take as long as the system lets them
  if (error) return no_answer(error);
  plain.emplace(context);
  plain->expires_at(deadline);
  plain->async_connect(found, [&](error_code failed, const auto&) { error = failed; });
  finish_step();
  if (error) return no_answer(error);
  error_code ignored;
  plain->socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  return url.is_tls ? begin_tls() : Status{};
}

Status Client::State::begin_tls() {
  error_code error;
  trusted.emplace(asio::ssl::context::tls_client);
  if (options.certificates.empty()) {
    trusted->set_default_verify_paths(error);
  } else {
    trusted->load_verify_file(options.certificates, error);
  }
  if (error) {
    return input_error("bad_certificate", fmt::format("cannot be read: {}", error.message()),
                       {options.certificates, 0, 0, ""});
  }
  secure.emplace(std::move(*plain), *trusted);
  plain.reset();
  secure->set_verify_mode(asio::ssl::verify_peer, error);
  secure->set_verify_callback(asio::ssl::host_name_verification(url.host), error);
  asio::ip::make_address(url.host, error);
  if (error) SSL_set_tlsext_host_name(secure->native_handle(), url.host.c_str());  // a literal address is no name
  secure->async_handshake(asio::ssl::stream_base::client, [&](error_code failed) { error = failed; });
  finish_step();
  if (error) return no_answer(error);
  return {};
}

bool Client::State::is_open() {
  if (!plain && !secure) return false;
  auto& socket = plain ? plain->socket() : beast::get_lowest_layer(*secure).socket();
  // Nothing may come between requests: bytes or an end say that the other side is done with us.
  char byte = 0;
  error_code error;
  socket.non_blocking(true, error);
  socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
  return error == asio::error::would_block;
}

error_code Client::State::exchange(auto& stream, web::request<web::string_body>& request, ClientAnswer& answer) {
  error_code error = asio::error::would_block;
  beast::get_lowest_layer(stream).expires_at(deadline);
  web::async_write(stream, request, [&](error_code failed, std::size_t) { error = failed; });
  finish_step();
  // A server that refuses a body answers before it has read it.
  const error_code not_written = error;
  if (error == beast::error::timeout) return error;
  web::response_parser<web::string_body> parser;
  parser.body_limit(kAnswerBytesMost);
  parser.skip(request.method() == web::verb::head);
  web::async_read(stream, buffer, parser, [&](error_code failed, std::size_t) { error = failed; });
  finish_step();
  if (error) return not_written ? not_written : error;
  auto& message = parser.get();
  answer.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    const auto name = field.name_string();
    answer.fields.emplace_back(small_letters({name.data(), name.size()}), std::string(field.value()));
  }
  answer.body = std::move(message.body());
  if (!message.keep_alive() || not_written) {
    plain.reset();
    secure.reset();
  }
  return {};
}

Result<ClientAnswer> Client::State::ask(web::request<web::string_body>& request) {
  deadline = std::chrono::steady_clock::now() + options.deadline;
  if (!is_open()) {
    secure.reset();
    TRY(connect());
  }
  ClientAnswer answer;
  const error_code error = secure ? exchange(*secure, request, answer) : exchange(*plain, request, answer);
  if (!error) return answer;
  plain.reset();
  secure.reset();
  return no_answer(error);
}

Client::Client(Url url, ClientOptions options) : state_(std::make_unique<State>(std::move(url), std::move(options))) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<ClientAnswer> Client::post(std::string_view body, std::string_view content_type,
                                  const std::vector<std::pair<std::string, std::string>>& fields) {
  web::request<web::string_body> request(web::verb::post, state_->url.target, 11);
  request.set(web::field::host, state_->host_field);
  request.set(web::field::content_type, content_type);
  for (const auto& [name, value] : fields) request.set(name, value);
  request.body() = body;
  request.prepare_payload();
  return state_->ask(request);
}

Result<ClientAnswer> Client::get() { return get(state_->url.target, {}); }

Result<ClientAnswer> Client::get(std::string_view target,
                                 const std::vector<std::pair<std::string, std::string>>& fields) {
  web::request<web::string_body> request(web::verb::get, target, 11);
  request.set(web::field::host, state_->host_field);
  for (const auto& [name, value] : fields) request.set(name, value);
  return state_->ask(request);
}

}  // namespace qiuhao::http
