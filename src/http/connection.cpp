// What a connection does with its request and answer; reading and writing themselves are in stream.cpp.
#include "http/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <random>
#include <utility>

#include "http/head_fields.h"

namespace qiuhao::http {
namespace {

namespace beast = boost::beast;
namespace web = boost::beast::http;

constexpr std::size_t kReadBytes = std::size_t{16} << 10;      // asked for at a time
constexpr std::size_t kBodyReadBytes = std::size_t{64} << 10;  // the same within a long body
constexpr std::size_t kPieceBytes = std::size_t{64} << 10;     // of a file
constexpr std::size_t kKeptBytes = std::size_t{64} << 10;      // of the buffer between requests
// Whoever asks too often is not read before the second is over that Retry-After names: refusing thousands a second
// would cost as much as answering.
constexpr auto kRefusedRest = std::chrono::seconds(1);
constexpr auto kEndTime = std::chrono::seconds(1);  // for the other side to take note of the end
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// 16 hex digits: a count behind a random number that the process draws once, mixed.
std::string make_request_id() {
  static std::atomic<std::uint64_t> next = (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
  std::uint64_t mixed = next.fetch_add(0x9e3779b97f4a7c15, std::memory_order_relaxed);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return fmt::format("{:016x}", mixed ^ (mixed >> 31));
}

Answer busy(int status, double wait_seconds, std::string_view sentence) {
  Answer answer = text_answer(status, sentence);
  answer.fields.emplace_back("Retry-After", fmt::format("{}", static_cast<long>(std::ceil(wait_seconds))));
  return answer;
}

Answer refusal_of(error_code error) {
  if (error == web::error::header_limit) return text_answer(431, "the request's head is too large\n");
  if (error == web::error::body_limit) return text_answer(413, "the request's body is too large\n");
  return text_answer(400, "this is no HTTP/1.1 request\n");
}

}  // namespace

asio::ip::address plain_address(const asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

ClientKey client_key(const asio::ip::address& address) {
  if (address.is_v4()) return asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes();
  ClientKey key = address.to_v6().to_bytes();
  std::fill(key.begin() + 8, key.end(), std::uint8_t{0});
  return key;
}

Connection::Connection(Core& core, std::uint64_t id, const asio::ip::address& peer)
    : core_(core),
      shared_(core.shared()),
      id_(id),
      peer_(plain_address(peer)),
      is_proxy_(shared_.proxy && *shared_.proxy == peer_) {}

bool Connection::enter() { return has_entered_ = shared_.connection_limit.enter(client_key(peer_), is_proxy_); }

void Connection::leave() {
  if (std::exchange(has_entered_, false)) shared_.connection_limit.leave(client_key(peer_), is_proxy_);
}

void Connection::open() {
  set(State::opening, shared_.options.request_time);
  start_open();
}

void Connection::refuse_busy() { refuse(busy(503, 1, "too many connections; try again\n"), false); }

void Connection::on_open(error_code error) {
  if (error) return finish();
  await_request();
}

void Connection::await_request() {
  hold_body(0);
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_.options.head_bytes_most));
  const ServerOptions& options = shared_.options;
  parser_->body_limit(std::max(options.body_bytes_most, options.may_be_large ? options.large_body_bytes_most : 0));
  has_head_ = awaits_continue_ = false;
  is_unread_ = false;
  refusal_.reset();
  if (buffer_.size() > 0) {
    set(State::reading, shared_.options.request_time);
    return parse();
  }
  if (shared_.is_stopping) return end();
  if (buffer_.capacity() > kKeptBytes) buffer_.shrink_to_fit();
  set(State::idle, shared_.options.idle_time);
  read();
}

void Connection::read() { start_read(buffer_.prepare(has_head_ ? kBodyReadBytes : kReadBytes)); }

void Connection::on_read(error_code error, std::size_t bytes) {
  if (error) return finish();
  if (state_ == State::ending) return read();  // what comes after the end is not looked at
  buffer_.commit(bytes);
  if (state_ == State::idle) set(State::reading, shared_.options.request_time);
  parse();
}

void Connection::parse() {
  error_code error;
  while (!parser_->is_done() && buffer_.size() > 0) {
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == web::error::need_more) break;
    if (error) return refuse(refusal_of(error), false);
    if (!has_head_ && parser_->is_header_done()) take_head();
  }
  if (has_head_ && !refusal_ && !hold_body(parser_->get().body().capacity())) {
    parser_->get().body() = {};
    return refuse(busy(503, 1, "too many large requests at once; try again\n"), false);
  }
  if (refusal_) return refuse(std::move(*refusal_), parser_->is_done());
  if (parser_->is_done()) return take_request();
  if (std::exchange(awaits_continue_, false)) return start_write({asio::buffer(kContinue), asio::const_buffer()});
  read();
}

void Connection::take_head() {
  has_head_ = true;
  parser_->eager(true);
  const auto& head = parser_->get();
  version_ = head.version();
  keep_alive_ = head.keep_alive();
  is_head_request_ = head.method() == web::verb::head;
  awaits_continue_ = version_ == 11 && beast::iequals(head[web::field::expect], "100-continue");
  const std::string_view id = view(head["X-Request-Id"]);
  request_id_ = is_request_id(id) ? std::string(id) : make_request_id();
  refusal_ = refusal_of_head();
}

std::optional<Answer> Connection::refusal_of_head() {
  const auto& head = parser_->get();
  const std::size_t hosts = head.count(web::field::host);
  if (hosts > 1 || (hosts == 0 && version_ == 11)) return text_answer(400, "send one Host field\n");
  const auto& known_hosts = shared_.options.hosts;
  if (!known_hosts.empty() && !is_known_host(view(head[web::field::host]), known_hosts)) {
    return text_answer(421, fmt::format("ask for {}\n", fmt::join(known_hosts, " or ")));
  }
  if (auto refused = refusal_of_size()) return refused;
  asio::ip::address client = peer_;
  if (is_proxy_) {
    std::string_view forwarded;  // fields of one name are one list
    for (auto [field, end] = head.equal_range("X-Forwarded-For"); field != end; ++field)
      forwarded = view(field->value());
    error_code error;
    const auto address = asio::ip::make_address(std::string(last_forwarded(forwarded)), error);
    if (!error) client = plain_address(address);
  }
  client_ = client.to_string();
  const double wait_seconds = shared_.rate_limit.take(client_key(client), Clock::now());
  if (wait_seconds > 0) {
    rests_ = true;
    return busy(429, wait_seconds, "too many requests; wait before the next\n");
  }
  return std::nullopt;
}

// Until the head was here, any body might have been a large one.
std::optional<Answer> Connection::refusal_of_size() {
  const ServerOptions& options = shared_.options;
  if (!options.may_be_large) return std::nullopt;
  const auto& head = parser_->get();
  const std::string_view target = view(head.target());
  if (options.may_be_large(view(head.method_string()), target.substr(0, target.find('?')))) return std::nullopt;
  const auto length = parser_->content_length();
  if (length && *length > options.body_bytes_most) return refusal_of(web::error::body_limit);
  parser_->body_limit(options.body_bytes_most);
  return std::nullopt;
}

// What is over before it is held shows that it was too much, to others at the same moment too.
bool Connection::hold_body(std::size_t bytes) {
  const std::size_t wanted = bytes > kOwnBodyBytes ? bytes - kOwnBodyBytes : 0;
  const std::size_t before = std::exchange(held_bytes_, wanted);
  if (wanted <= before) {
    shared_.body_bytes.fetch_sub(before - wanted, std::memory_order_relaxed);
    return true;
  }
  const std::size_t more = wanted - before;
  if (shared_.body_bytes.fetch_add(more, std::memory_order_relaxed) + more <= shared_.options.bodies_bytes_most)
    return true;
  hold_body(0);
  return false;
}

Request Connection::make_request() {
  auto& message = parser_->get();
  Request request;
  request.method = view(message.method_string());
  const std::string_view target = view(message.target());
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  request.body = std::move(message.body());
  request.client = client_;
  request.id = request_id_;
  request.fields.reserve(8);
  for (const auto& field : message) {
    request.fields.emplace_back(small_letters(view(field.name_string())), view(field.value()));
  }
  request.arrival = Clock::now();
  return request;
}

void Connection::take_request() {
  Request request = make_request();
  if (shared_.is_stopping) keep_alive_ = false;
  state_ = State::working;
  deadline_ = Clock::time_point::max();
  Reply::Send reply = [mailbox = core_.mailbox(), id = id_](Answer answer) { mailbox->put(id, std::move(answer)); };
  if (!shared_.work.offer(request, reply)) return refuse(busy(503, 1, "too many requests wait; try again\n"), true);
  shared_.requests.fetch_add(1, std::memory_order_relaxed);
}

void Connection::refuse(Answer answer, bool is_whole) {
  shared_.refused.fetch_add(1, std::memory_order_relaxed);
  is_unread_ = !is_whole;
  keep_alive_ = keep_alive_ && is_whole && !shared_.is_stopping;
  if (!has_head_) request_id_.clear();
  send(std::move(answer));
}

void Connection::deliver(Answer answer) {
  if (state_ == State::working) send(std::move(answer));
}

void Connection::send(Answer answer) {
  answer_ = std::move(answer);
  file_left_bytes_ = 0;
  if (answer_.file && !open_file()) answer_ = text_answer(404, "the file cannot be opened\n");
  const std::uint64_t body_bytes = answer_.file ? file_left_bytes_ : answer_.body.size();
  head_ = answer_head(answer_, {version_, keep_alive_, body_bytes, request_id_});
  const bool is_head_alone = (is_head_request_ && has_head_) || !has_body(answer_.status);
  if (is_head_alone) file_left_bytes_ = 0;
  set(State::writing, shared_.options.answer_time);
  start_write({asio::buffer(head_), is_head_alone || answer_.file ? asio::const_buffer() : asio::buffer(answer_.body)});
}

bool Connection::open_file() {
  std::error_code no_status;
  if (!std::filesystem::is_regular_file(answer_.file->path, no_status)) return false;
  error_code error;
  file_.open(answer_.file->path.c_str(), beast::file_mode::scan, error);
  if (!error) file_left_bytes_ = file_.size(error);
  return !error;
}

void Connection::send_piece() {
  answer_.body.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, file_left_bytes_)));
  error_code error;
  const std::size_t bytes = file_.read(answer_.body.data(), answer_.body.size(), error);
  if (error || bytes == 0) return finish();  // it shrank; the length is said already, so only the end can tell
  file_left_bytes_ -= bytes;
  start_write({asio::buffer(answer_.body.data(), bytes), asio::const_buffer()});
}

void Connection::on_written(error_code error) {
  if (error) return finish();
  if (state_ == State::reading) return read();  // that was the 100 Continue
  if (file_left_bytes_ > 0) return send_piece();
  if (answer_.file) file_.close(error);
  answer_ = {};
  if (!keep_alive_) return end();
  if (std::exchange(rests_, false)) return set(State::resting, kRefusedRest);
  await_request();
}

void Connection::go_on() {
  if (state_ == State::resting) await_request();
}

// An end with bytes unread would reset the connection, and the other side might lose the answer; so what comes is read
// for a while.
void Connection::end() {
  set(State::ending, kEndTime);
  if (!is_unread_ && buffer_.size() == 0) return start_end();
  buffer_.clear();
  end_sending();
  read();
}

void Connection::finish() {
  if (std::exchange(is_finished_, true)) return;
  hold_body(0);
  close_socket();
  core_.forget(*this);
}

bool Connection::check_deadline(Clock::time_point now) {
  if (now < deadline_) return false;
  deadline_ = Clock::time_point::max();
  if (state_ == State::resting) return true;
  if (state_ != State::idle && state_ != State::ending) shared_.timed_out.fetch_add(1, std::memory_order_relaxed);
  close_socket();  // what is under way ends with an error, and then all
  return false;
}

void Connection::stop() {
  if (state_ == State::idle) close_socket();
  if (state_ == State::resting) deadline_ = Clock::time_point::min();
  keep_alive_ = false;
}

void Connection::kill() {
  close_socket();
  if (state_ == State::working || state_ == State::resting) finish();  // nothing is under way that would
}

void Connection::set(State state, Clock::duration time) {
  state_ = state;
  deadline_ = Clock::now() + time;
}

}  // namespace qiuhao::http
