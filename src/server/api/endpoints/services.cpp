// Accounts of programs, whose keys open the API for a few actions.
#include "identity/services.h"

#include "server/api/endpoints.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using database::Transaction;

identity::Services services_of(const Call& call) { return {call.desk.people(), call.desk.trail(), call.desk.policy()}; }

http::Answer key_answer(int status, const std::string& key) {
  text::JsonWriter json;
  json.begin_object().field("key", key).end_object();
  return json_answer(status, json.take());
}

}  // namespace

Result<http::Answer> list_services(const Call& call) {
  std::vector<identity::Service> all;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    if (call.by().holder.regions_of(call.desk.policy(), "service.keep", call.today()).empty())
      TRY(require(transaction, call, "service.keep", identity::Target::in_region(call.by().holder.region)));
    ASSIGN(all, services_of(call).all(transaction));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("services").begin_array();
  for (const identity::Service& service : all) {
    json.begin_object()
        .field("name", service.name)
        .field("organisation", service.organisation)
        .field("region", service.region)
        .field("actions", service.actions);
    write_day(json, "to", service.to);
    json.field("is_ended", service.is_ended || service.to < call.today()).end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> add_service(const Call& call) {
  identity::Service service{call.body_text("name"), call.body_text("organisation"), call.body_text("region"), {}};
  call.body.find("actions").for_each_item([&](const text::JsonView& one) { service.actions.push_back(one.text()); });
  ASSIGN(service.to, call.body_day("to"));
  std::string key;
  TRY(call.desk.database().write([&](Transaction& transaction) -> Status {
    ASSIGN(key, services_of(call).add(transaction, call.identity_by(), service));
    return {};
  }));
  return key_answer(201, key);
}

Result<http::Answer> change_service_key(const Call& call) {
  std::string key;
  TRY(call.desk.database().write([&](Transaction& transaction) -> Status {
    ASSIGN(key, services_of(call).change_key(transaction, call.identity_by(), call.path_value("name")));
    return {};
  }));
  return key_answer(201, key);
}

Result<http::Answer> end_service(const Call& call) {
  TRY(call.desk.database().write([&](Transaction& transaction) {
    return services_of(call).end(transaction, call.identity_by(), call.path_value("name"));
  }));
  return empty_answer(204);
}

}  // namespace qiuhao::server
