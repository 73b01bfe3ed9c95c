// A connection over a plain socket, and one over TLS.
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "http/connection.h"

namespace qiuhao::http {
namespace {

// The part that both have: reading, writing and the socket's end.
template <typename Stream>
class StreamConnection : public Connection {
 public:
  template <typename... Of>
  StreamConnection(Core& core, std::uint64_t id, const asio::ip::address& peer, Of&&... stream)
      : Connection(core, id, peer), stream_(std::forward<Of>(stream)...) {}

 protected:
  void start_read(asio::mutable_buffer into) override {
    stream_.async_read_some(
        into, [self = this->self()](error_code error, std::size_t bytes) { self->on_read(error, bytes); });
  }
  void start_write(const std::array<asio::const_buffer, 2>& buffers) override {
    asio::async_write(stream_, buffers,
                      [self = this->self()](error_code error, std::size_t) { self->on_written(error); });
  }
  void end_sending() override {
    error_code ignored;
    stream_.lowest_layer().shutdown(asio::socket_base::shutdown_send, ignored);
  }
  void close_socket() override {
    error_code ignored;
    stream_.lowest_layer().close(ignored);
  }
  std::shared_ptr<StreamConnection> self() {
    return std::static_pointer_cast<StreamConnection>(this->shared_from_this());
  }

  Stream stream_;
};

class PlainConnection final : public StreamConnection<Socket> {
 public:
  using StreamConnection::StreamConnection;

 private:
  void start_open() override { on_open({}); }
  void start_end() override {
    end_sending();
    finish();
  }
};

class TlsConnection final : public StreamConnection<asio::ssl::stream<Socket>> {
 public:
  using StreamConnection::StreamConnection;

 private:
  void start_open() override {
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = self(), this](error_code error) { on_open(error); });
  }
  void start_end() override {
    stream_.async_shutdown([self = self(), this](error_code) { finish(); });
  }
};

}  // namespace

std::shared_ptr<Connection> make_connection(Core& core, std::uint64_t id, Socket socket, const asio::ip::address& peer,
                                            ssl_st* session) {
  if (session == nullptr) return std::make_shared<PlainConnection>(core, id, peer, std::move(socket));
  return std::make_shared<TlsConnection>(core, id, peer, std::move(socket), session);
}

}  // namespace qiuhao::http
