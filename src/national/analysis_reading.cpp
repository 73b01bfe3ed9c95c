// patient_dtos -> fsi_encounter_dtos -> fsi_diagnose_dtos, fsi_order_dtos, fsi_operation_dtos.
#include <algorithm>
#include <unordered_map>

#include "national/analysis.h"

namespace qiuhao::national {
namespace {

using claims::LooseRow;
using claims::LooseValue;
using text::JsonView;

class Reading {
 public:
  explicit Reading(const Message& message)
      : message_(message),
        variant_(*message.envelope.variant),
        names_(message.service.names),
        visit_region_(names_.visit.schema().find("region")),
        visit_provider_(names_.visit.schema().find("provider")),
        main_diagnosis_(names_.visit.schema().find("main_diagnosis")),
        diagnosis_code_(names_.diagnosis.schema().find("code")),
        diagnosis_is_main_(names_.diagnosis.schema().find("is_main")) {}

  Result<Asked> read() {
    const JsonView data = variant_.node(message_.envelope.input, "data");
    if (!data.is_object())
      return bad_field("input.data", {"must be an object with patient_dtos", "应为含 patient_dtos 的对象"});
    asked_.task = cut(variant_.field(data, "task_id").text(), 50);
    asked_.scene_code = cut(claims::said(variant_.field(data, "trig_scen").text(room_)), 10);
    TRY(find_scene());
    const JsonView listed = variant_.field(data, "rule_ids");
    if (listed.size() > kRulesMost) {
      return bad_field("input.data.rule_ids", {fmt::format("has more than {} rules", kRulesMost),
                                               fmt::format("规则标识超过 {} 个", kRulesMost)});
    }
    std::vector<std::string> rules;
    listed.for_each_item([&](JsonView rule) { rules.push_back(rule.text()); });
    TRY(for_each_object(variant_.node(data, "patient_dtos"), "input.data.patient_dtos", kPatientsMost,
                        [&](JsonView patient, const std::string& path) -> Status {
                          TRY(read_patient(patient, path));
                          asked_.patients.back().question.rule_codes = rules;
                          return {};
                        }));
    if (asked_.patients.empty())
      return bad_field("input.data.patient_dtos", {"needs at least one patient", "至少应有一名参保人"});
    return std::move(asked_);
  }

 private:
  Status find_scene() {
    const auto& scenes = asked_.scene_code.empty() ? variant_.without_scene : variant_.scenes;
    const auto found = scenes.find(asked_.scene_code.empty() ? message_.envelope.transaction : asked_.scene_code);
    if (found == scenes.end()) {
      return bad_field("input.data.trig_scen", {fmt::format("unknown scene '{}'; 1 to 9 are known", asked_.scene_code),
                                                fmt::format("没有触发场景“{}”，可用 1 至 9", asked_.scene_code)});
    }
    asked_.scene = found->second;
    return {};
  }

  Status read_patient(JsonView node, const std::string& path) {
    Asked::Patient& patient = asked_.patients.emplace_back();
    ASSIGN(patient.id, needed(variant_, node, "patn_id", path, "参保人标识"));
    live::Question& question = patient.question;
    question.person = message_.service.person_of(patient.id);
    question.moments = asked_.scene.moments;
    question.is_whole_bill = asked_.scene.is_whole_bill;
    rows_ = &question.rows;
    rows_->person = names_.person.make();
    TRY(read_fields(variant_, names_.person, node, path, rows_->person));
    rows_->person.id = question.person;
    rows_->person.values[names_.person.schema().find("id")] = LooseValue::of_text(question.person);
    const std::string current(claims::said(variant_.field(node, "curr_mdtrt_id").text(room_)));
    const JsonView encounters = variant_.node(node, "fsi_encounter_dtos");
    const bool is_only_one = encounters.is_object() || encounters.size() == 1;
    const std::string region(claims::said(variant_.field(node, "poolarea").text(room_)));
    TRY(for_each_object(encounters, path + ".fsi_encounter_dtos", kEncountersMost,
                        [&](JsonView encounter, const std::string& at) {
                          return read_encounter(encounter, at, current, is_only_one, region, patient);
                        }));
    if (patient.visit.empty()) {
      return bad_field(path + ".fsi_encounter_dtos",
                       {"has no encounter whose mdtrt_id is curr_mdtrt_id", "没有与 curr_mdtrt_id 相同的就诊"});
    }
    return {};
  }

  Status read_encounter(JsonView node, const std::string& path, const std::string& current, bool is_only_one,
                        const std::string& region, Asked::Patient& patient) {
    ASSIGN(const std::string id, needed(variant_, node, "mdtrt_id", path, "就诊标识"));
    if (std::ranges::find(rows_->visits, id, &LooseRow::id) != rows_->visits.end())
      return bad_field(path + ".mdtrt_id", {fmt::format("encounter {} is there twice", cut(id, 50)),
                                            fmt::format("就诊 {} 重复", cut(id, 50))});
    LooseRow visit = names_.visit.make();
    TRY(read_fields(variant_, names_.visit, node, path, visit));
    visit.id = id;
    visit.is_history = !(id == current || (is_only_one && current.empty()));
    if (!visit.is_history) patient.visit = id;
    if (auto& of = visit.values[visit_region_]; !of && !region.empty()) of = LooseValue::of_text(region);
    TRY(add_provider(node, path, visit));
    TRY(read_orders(node, path, visit));
    TRY(read_rows(node, path, "fsi_diagnose_dtos", names_.diagnosis, visit, rows_->diagnoses));
    TRY(read_rows(node, path, "fsi_operation_dtos", names_.operation, visit, rows_->operations));
    find_main_diagnosis(visit);
    TRY(read_settlements(node, path, visit));
    names_.visit.derive(visit);
    rows_->visits.push_back(std::move(visit));
    return {};
  }

  Status add_provider(JsonView node, const std::string& path, LooseRow& visit) {
    auto& named = visit.values[visit_provider_];
    if (!named) named = LooseValue::of_text(message_.envelope.institution);
    if (std::ranges::find(rows_->providers, named->words, &LooseRow::id) != rows_->providers.end()) return {};
    LooseRow provider = names_.provider.make();
    TRY(read_fields(variant_, names_.provider, node, path, provider));
    provider.id = named->words;
    provider.values[names_.provider.schema().find("id")] = *named;
    names_.provider.derive(provider);
    rows_->providers.push_back(std::move(provider));
    return {};
  }

  Status read_orders(JsonView node, const std::string& path, const LooseRow& visit) {
    std::unordered_map<std::string, std::size_t> places;  // of orders, by rx_id
    return for_each_object(
        variant_.node(node, "fsi_order_dtos"), path + ".fsi_order_dtos", kRowsMost,
        [&](JsonView order, const std::string& at) -> Status {
          LooseRow line = names_.line.make();
          TRY(read_fields(variant_, names_.line, order, at, line));
          if (line.id.empty()) return bad_field(at + ".rx_id", {"rx_id is needed", "处方(医嘱)标识（rx_id）必填"});
          for (const char* name : {"item", "quantity", "amount"}) {
            const claims::FieldIndex field = names_.line.schema().find(name);
            if (line.values[field]) continue;
            const claims::Field& of = names_.line.schema().fields[field];
            const std::string& national = of.national.at("3101");
            return bad_field(fmt::format("{}.{}", at, national),
                             {fmt::format("{} is needed", national), fmt::format("{}（{}）必填", of.label, national)});
          }
          const std::string_view asked = claims::said(variant_.field(order, "curr_drord_flag").text(room_));
          line.is_history = visit.is_history || asked == "0";
          line.visit = visit.id;
          names_.line.derive(line);
          const auto [place, is_new] = places.emplace(line.id, rows_->lines.size());
          if (is_new)
            rows_->lines.push_back(std::move(line));
          else
            rows_->lines[place->second] = std::move(line);  // the later one counts
          return {};
        });
  }

  Status read_rows(JsonView node, const std::string& path, std::string_view name, const claims::MessageRows& names,
                   const LooseRow& visit, std::vector<LooseRow>& rows) {
    std::size_t number = 0;
    return for_each_object(variant_.node(node, name), fmt::format("{}.{}", path, name), kRowsMost,
                           [&](JsonView object, const std::string& at) -> Status {
                             LooseRow row = names.make();
                             TRY(read_fields(variant_, names, object, at, row));
                             row.visit = visit.id;
                             if (row.id.empty()) {
                               row.id = fmt::format("{}#{}", visit.id, ++number);
                               row.values[names.schema().find("id")] = LooseValue::of_text(row.id);
                             }
                             // A row that names nothing is what clients send when they have none.
                             if (!row.values[names.schema().find("code")]) return {};
                             names.derive(row);
                             rows.push_back(std::move(row));
                             return {};
                           });
  }

  void find_main_diagnosis(LooseRow& visit) const {
    auto& main = visit.values[main_diagnosis_];
    for (std::size_t at = 0; !main && at < rows_->diagnoses.size(); ++at) {
      const LooseRow& diagnosis = rows_->diagnoses[at];
      const auto& flag = diagnosis.values[diagnosis_is_main_];
      if (diagnosis.visit == visit.id && flag && flag->words == "1") main = diagnosis.values[diagnosis_code_];
    }
  }

  // Those that an extension lists under setl_d; else what the encounter says of money, when a bill is settled.
  Status read_settlements(JsonView node, const std::string& path, const LooseRow& visit) {
    JsonView listed = variant_.node(node, "setl_d");
    for (const char* name : {"expContent", "exp_content"})
      if (listed.says_nothing()) listed = variant_.node(node.find(name), "setl_d");
    if (!listed.says_nothing()) {
      return for_each_object(listed, path + ".exp_content.setl_d", kRowsMost,
                             [&](JsonView object, const std::string& at) -> Status {
                               LooseRow row = names_.settlement.make();
                               TRY(read_fields(variant_, names_.settlement, object, at, row));
                               row.visit = visit.id;
                               rows_->settlements.push_back(std::move(row));
                               return {};
                             });
    }
    if (!asked_.scene.is_whole_bill || visit.is_history) return {};
    LooseRow row = names_.visit_money.make();
    TRY(read_fields(variant_, names_.visit_money, node, path, row));
    const claims::EntitySchema& fields = names_.visit_money.schema();
    if (!row.values[fields.find("total")]) return {};
    row.id = visit.id;
    row.visit = visit.id;
    row.values[fields.find("id")] = LooseValue::of_text(visit.id);
    row.values[fields.find("time")] = LooseValue::of_number(message_.now);
    rows_->settlements.push_back(std::move(row));
    return {};
  }

  const Message& message_;
  const Variant& variant_;
  const Names& names_;
  claims::FieldIndex visit_region_;
  claims::FieldIndex visit_provider_;
  claims::FieldIndex main_diagnosis_;
  claims::FieldIndex diagnosis_code_;
  claims::FieldIndex diagnosis_is_main_;
  Asked asked_;
  claims::LooseTape* rows_ = nullptr;  // of the patient at hand
  std::string room_;
};

}  // namespace

Result<Asked> read_analysis(const Message& message) { return Reading(message).read(); }

}  // namespace qiuhao::national
