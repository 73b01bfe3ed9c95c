// Accepting, deadlines, answers from other threads, and the end.
#include "http/core.h"

#include <sys/socket.h>

#include <utility>

#include "http/connection.h"

namespace qiuhao::http {
namespace {

constexpr auto kSweepTime = std::chrono::milliseconds(50);  // between looks at deadlines and the stop flag
// Connections beyond the limit that are told so; still more are closed without a word.
constexpr std::uint64_t kRefusedMost = 256;

}  // namespace

void Mailbox::put(std::uint64_t connection, Answer answer) {
  const std::lock_guard lock(mutex_);
  if (core_ == nullptr) return;
  letters_.push_back({connection, std::move(answer)});
  if (letters_.size() == 1) asio::post(core_->context(), [core = core_] { core->deliver(); });
}

std::vector<Mailbox::Letter> Mailbox::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(letters_, {});
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  core_ = nullptr;
  letters_.clear();
}

Core::Core(Shared& shared) : shared_(shared), mailbox_(std::make_shared<Mailbox>(*this)) {}

Core::~Core() { mailbox_->close(); }

// Sockets that share a port must all say so. The first says it only once it is bound: until then a port that another
// program, or another server of this one, has is refused.
error_code Core::listen(const asio::ip::tcp::endpoint& endpoint, bool with_others) {
  using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && with_others) acceptor_.set_option(ReusePort(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error && !with_others) acceptor_.set_option(ReusePort(true), error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

void Core::run(const std::atomic<bool>& stop) {
  accept();
  sweep(stop);
  context_.run();
}

void Core::accept() {
  is_accepting_ = true;
  acceptor_.async_accept([this](error_code error, Socket socket) {
    is_accepting_ = false;
    if (error || is_stopping_) return;  // no file handle is left, for one; the next sweep tries again
    welcome(std::move(socket));
    accept();
  });
}

void Core::welcome(Socket socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  shared_.connections.fetch_add(1, std::memory_order_relaxed);
  const auto most = static_cast<std::uint64_t>(shared_.options.connections_most) + kRefusedMost;
  if (shared_.connections_now.load(std::memory_order_relaxed) >= most) {
    shared_.refused.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  ssl_st* const session = shared_.tls == nullptr ? nullptr : shared_.tls->new_session();
  if (shared_.tls != nullptr && session == nullptr) return;
  const auto connection = make_connection(*this, ++last_id_, std::move(socket), peer.address(), session);
  const bool has_room = connection->enter();
  if (!has_room && session != nullptr) {  // it cannot be told so without the costly handshake
    shared_.refused.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  shared_.connections_now.fetch_add(1, std::memory_order_relaxed);
  connections_.emplace(connection->id(), connection);
  if (has_room) {
    connection->open();
  } else {
    connection->refuse_busy();
  }
}

void Core::sweep(const std::atomic<bool>& stop) {
  const Clock::time_point now = Clock::now();
  if (!is_stopping_ && (stop.load() || shared_.is_stopping.load())) begin_stop();
  if (is_stopping_ && connections_.empty()) return;
  if (is_stopping_ && now >= stop_deadline_) {
    const auto all = std::exchange(connections_, {});
    for (const auto& [id, connection] : all) connection->kill();
    return;
  }
  std::vector<std::shared_ptr<Connection>> rested;  // which may be forgotten on the way
  for (const auto& [id, connection] : connections_)
    if (connection->check_deadline(now)) rested.push_back(connection);
  for (const auto& connection : rested) connection->go_on();
  if (!is_stopping_ && !is_accepting_) accept();
  timer_.expires_after(kSweepTime);
  timer_.async_wait([this, &stop](error_code error) {
    if (!error) sweep(stop);
  });
}

void Core::begin_stop() {
  shared_.is_stopping = true;
  is_stopping_ = true;
  stop_deadline_ = Clock::now() + shared_.options.stop_time;
  error_code ignored;
  acceptor_.close(ignored);
  for (const auto& [id, connection] : connections_) connection->stop();
}

void Core::deliver() {
  for (Mailbox::Letter& letter : mailbox_->take()) {
    const auto found = connections_.find(letter.connection);
    if (found == connections_.end()) continue;
    const std::shared_ptr<Connection> connection = found->second;  // which may be forgotten on the way
    connection->deliver(std::move(letter.answer));
  }
}

void Core::forget(Connection& finished) {
  finished.leave();
  shared_.connections_now.fetch_sub(1, std::memory_order_relaxed);
  connections_.erase(finished.id());
}

}  // namespace qiuhao::http
