// One connection: reads a request, has it answered, until either side ends it. Requests that come before their turn
// wait in the buffer, so answers keep their order.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/file.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>

#include "http/core.h"

namespace qiuhao::http {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Core& core, std::uint64_t id, const asio::ip::address& peer);
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::uint64_t id() const { return id_; }
  bool enter();                 // counts it in; false when a limit is reached
  void leave();                 // counts it out when it was counted in
  void open();                  // begins to serve
  void refuse_busy();           // answers 503 at once, and ends
  void deliver(Answer answer);  // the handler's, to the request that is in work
  // Whether it rested long enough: then go_on() is due.
  bool check_deadline(Clock::time_point now);
  void go_on();
  void stop();  // ends now when nothing was begun, otherwise after the answer
  void kill();  // ends now

 protected:
  // The socket or the TLS above it; each calls the function below when it is done.
  virtual void start_open() = 0;                                                   // on_open
  virtual void start_read(asio::mutable_buffer into) = 0;                          // on_read
  virtual void start_write(const std::array<asio::const_buffer, 2>& buffers) = 0;  // on_written
  virtual void start_end() = 0;                                                    // finish
  virtual void end_sending() = 0;
  virtual void close_socket() = 0;

  void on_open(error_code error);
  void on_read(error_code error, std::size_t bytes);
  void on_written(error_code error);
  void finish();

 private:
  enum class State { opening, idle, reading, working, writing, resting, ending };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void await_request();
  void read();
  void parse();
  void take_head();  // once the request's head is here
  std::optional<Answer> refusal_of_head();
  std::optional<Answer> refusal_of_size();
  bool hold_body(std::size_t bytes);  // false when all bodies together would be too large
  void take_request();                // once all of it is here
  Request make_request();
  void refuse(Answer answer, bool is_whole);
  void send(Answer answer);
  bool open_file();  // of answer_; false when it cannot be
  void send_piece();
  void end();
  void set(State state, Clock::duration time);

  Core& core_;
  Shared& shared_;
  const std::uint64_t id_;
  const asio::ip::address peer_;
  const bool is_proxy_;
  bool has_entered_ = false;
  bool is_finished_ = false;

  State state_ = State::opening;
  Clock::time_point deadline_ = Clock::time_point::max();

  // The request.
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool has_head_ = false;
  bool awaits_continue_ = false;
  std::optional<Answer> refusal_;
  std::string client_;
  std::string request_id_;
  unsigned version_ = 11;
  bool keep_alive_ = true;
  bool rests_ = false;  // before the next request is read
  bool is_head_request_ = false;
  bool is_unread_ = false;      // the request, in part
  std::size_t held_bytes_ = 0;  // of shared_.body_bytes

  // The answer.
  Answer answer_;
  std::string head_;
  boost::beast::file file_;
  std::uint64_t file_left_bytes_ = 0;
};

// `session`: TLS, which the connection then owns; nullptr for none.
std::shared_ptr<Connection> make_connection(Core& core, std::uint64_t id, Socket socket, const asio::ip::address& peer,
                                            ssl_st* session);

ClientKey client_key(const asio::ip::address& address);
// An IPv4 address that came mapped into IPv6 becomes the IPv4 one.
asio::ip::address plain_address(const asio::ip::address& address);

}  // namespace qiuhao::http
