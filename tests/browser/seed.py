#!/usr/bin/env python3
# Builds the stage of the browser tests and the people of the demonstration: a simulated city, its audit, people in
# every role, and some dozens of matters in various states, by the commands and by real acts through the API. Writes
# stage.json (logins, passwords, secrets of one-time codes, numbers of matters) into the folder, and leaves the service
# running until it is ended.
# seed.py FOLDER [--program build/bin/qiuhao] [--port 18080] [--people 3000] [--only-serve]
# seed.py FOLDER --workspace FOLDER/workspace     people for an audited workspace; ends when they are there
# seed.py FOLDER --code LOGIN                     a one-time code of one of them
import argparse
import base64
import collections
import hashlib
import hmac
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REGION = "349900"
PASSWORD = "Autumn-Hair-2026"
PEOPLE = [  # login, name, organisation, unit, role, has a telephone for codes
    ("wang", "王分办", "C1", "稽核科", "assigner", False),
    ("qian", "钱审核", "C1", "稽核科", "auditor", True),
    ("sun", "孙审核", "C1", "稽核科", "auditor", False),
    ("zhou", "周主任", "C1", "中心", "decider", True),
    ("dr-li", "李专家", "C1", "专家库", "specialist", False),
    ("zhao", "赵追款", "A1", "追款组", "clerk", False),
    ("feng", "冯主任", "A1", "追款组", "chief", True),
    ("chu", "褚出纳", "A1", "财务科", "cashier", False),
    ("chen", "陈分析", "C1", "数据组", "analyst", True),
    ("wei", "卫查阅", "B1", "基金监管科", "reader", False),
    ("jiang", "蒋审计", "B1", "审计科", "trail_auditor", False),
    ("shen", "沈新来", "B1", "基金监管科", "reader", False),
    ("wu", "吴医保办", "HOSPITAL", "医保办", "institution", False),
    ("he", "何店长", "PHARMACY", "", "institution", False),
]


class Api:
    """One person's session."""

    def __init__(self, port):
        self.base, self.token = f"http://127.0.0.1:{port}", ""

    def ask(self, method, path, body=None, raw=None):
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        fields = {"Accept-Language": "en", "Content-Type": "application/octet-stream" if raw else "application/json"}
        if self.token:
            fields["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.base + path, data, fields, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                got = answer.read()
        except urllib.error.HTTPError as error:
            sys.exit(f"seed: {method} {path}: {error.code} {error.read().decode()}\n  {body}")
        return json.loads(got) if got else None

    def sign_in(self, login, password, code=None):
        words = {"login": login, "password": password}
        if code:
            words["code"] = code
        self.token = self.ask("POST", "/api/sessions", words)["token"]
        return self

    def act(self, number, action, **more):
        return self.ask("POST", f"/api/matters/{number}/acts", {"action": action, **more})

    def attach(self, number, name, document, content):
        query = urllib.parse.urlencode({"name": name, "document": document})
        return self.ask("POST", f"/api/matters/{number}/attachments?{query}", raw=content)["id"]


def totp(secret, shift=0):
    """RFC 6238: six digits of HMAC-SHA-1 over the step of thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + shift), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def set_up_codes(api):
    """A telephone for this person; its first code is of the step before, so that two more are good at once."""
    uri = api.ask("POST", "/api/session/telephone")["uri"]
    secret = urllib.parse.parse_qs(urllib.parse.urlparse(uri).query)["secret"][0]
    api.ask("PUT", "/api/session/telephone", {"code": totp(secret, -1)})
    return secret


def program(stage, *words, text=None):
    done = subprocess.run([stage["program"], *map(str, words)], input=text, capture_output=True, text=True,
                          env=stage["env"])
    if done.returncode != 0:
        sys.exit(f"seed: qiuhao {' '.join(map(str, words))}: {done.stderr}{done.stdout}")
    return done.stdout


def make_city(stage, people):
    city = stage["folder"] / "city"
    program(stage, "simulate", city, "--people", people, "--months", 12, "--seed", 1)
    program(stage, "import", stage["workspace"], city)
    found_records(stage, audits=True)


def found_records(stage, audits):
    """The region, the first administrators, and the findings of the last audit."""
    workspace = stage["workspace"]
    settings = workspace / "qiuhao.toml"
    kept = settings.read_text(encoding="utf-8") if settings.exists() else ""
    if "region" not in kept:
        settings.write_text(f'region = "{REGION}"\n' + kept, encoding="utf-8")
    if audits:
        program(stage, "audit", workspace)
    program(stage, "users", "found", workspace, "--organisation", "B1", "--title", "秋浦市医疗保障局",
            "--region", REGION, "--system", "root", "--system-name", "张三丰",
            "--security", "guard", "--security-name", "李四",
            text=f"{PASSWORD}-r\n" * 2 + f"{PASSWORD}-g\n" * 2)
    program(stage, "findings", "take", workspace)


def serve(stage, port):
    service = subprocess.Popen([stage["program"], "serve", stage["workspace"], "--port", str(port), "--quiet",
                                "--log", stage["folder"] / "serve.log"], env=stage["env"], stdout=subprocess.DEVNULL)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/session", timeout=1)
        except urllib.error.HTTPError:
            return service
        except OSError:
            time.sleep(0.1)
    sys.exit(f"seed: the service does not answer on port {port}; see {stage['folder']}/serve.log")


def providers_of(stage):
    """The hospital and the pharmacy with the most findings, as the audit's file has them."""
    import csv
    counts = collections.Counter()
    exports = stage["workspace"] / "exports"
    with open(max(exports.glob("audit-*/findings.csv")), encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if float(row["net / 去重金额"]) > 0:
                counts[row["provider / 机构编码"], row["provider_name / 机构名称"]] += 1
    return [next(key for key, _ in counts.most_common() if key[0].startswith(letter)) for letter in "HP"]


def settle_people(port, hospital, pharmacy):
    """Organisations, users, roles; each person's own password and, for some, a telephone."""
    known = {}
    root, guard = Api(port).sign_in("root", PASSWORD + "-r"), Api(port).sign_in("guard", PASSWORD + "-g")
    for login, api, end in (("root", root, "-r"), ("guard", guard, "-g")):
        known[login] = {"password": PASSWORD + end, "secret": set_up_codes(api)}
    organisations = {"A1": ("秋浦市医疗保障经办中心", "agency"), "C1": ("秋浦市医保基金监督检查中心", "supervision_centre"),
                     hospital[0]: (hospital[1], "hospital"), pharmacy[0]: (pharmacy[1], "pharmacy")}
    for code, (name, kind) in organisations.items():
        root.ask("PUT", f"/api/organisations/{code}", {"name": name, "kind": kind, "region": REGION})
    for number, (login, name, organisation, unit, role, has_telephone) in enumerate(PEOPLE):
        code = {"HOSPITAL": hospital[0], "PHARMACY": pharmacy[0]}.get(organisation, organisation)
        root.ask("POST", "/api/users", {"login": login, "name": name, "organisation": code,
                                        "phone": f"138{number:08}"})
        once = root.ask("POST", f"/api/users/{login}/password", {})["password"]
        if login == "shen":  # has not signed in yet, and waits for the role
            root.ask("POST", "/api/grants", {"login": login, "role": role, "region": REGION})
            known[login] = {"password": once, "secret": None}
            continue
        grant = root.ask("POST", "/api/grants", {"login": login, "role": role, "region": REGION})["id"]
        guard.ask("POST", f"/api/grants/{grant}/decision", {"approve": True, "why": "任职文件"})
        own = Api(port).sign_in(login, once)
        own.ask("PUT", "/api/session/password", {"old": once, "fresh": f"{PASSWORD}-{number}"})
        known[login] = {"password": f"{PASSWORD}-{number}", "secret": set_up_codes(own) if has_telephone else None}
    return known


def opening(finding):
    return {"kind": "finding_review", "subject": finding["provider"], "region": REGION, "action": "register",
            "fields": {"finding": finding["id"], "rule": finding["rule"], "provider": finding["provider"],
                       "amount": finding["net"], "patient": finding["person"]}}


def findings_of(api, provider, count):
    query = urllib.parse.urlencode({"state": "open", "provider": provider, "net_at_least": "1", "limit": count})
    return api.ask("GET", f"/api/findings?{query}")["findings"]


def work(port, known, hospital, pharmacy):
    """Reviews from waiting to decided, and the recoveries that follow."""
    def person(login):
        secret = known[login]["secret"]
        return Api(port).sign_in(login, known[login]["password"], totp(secret) if secret else None)

    wang, qian, sun, zhou, wu, zhao = (person(login) for login in ("wang", "qian", "sun", "zhou", "wu", "zhao"))
    openings = [opening(one) for one in findings_of(wang, hospital[0], 24) + findings_of(wang, pharmacy[0], 16)]
    replies = wang.ask("POST", "/api/matters/bulk", {"openings": openings})["replies"]
    numbers = [reply["number"] for reply in replies if reply["outcome"] == "done"]
    amounts = {reply["number"]: one["fields"]["amount"] for reply, one in zip(replies, openings)}
    own, others = numbers[:24], numbers[24:]
    for part, handler in ((own[:20], "qian"), (others[:8], "sun")):
        wang.ask("POST", "/api/matters/acts", {"numbers": part, "action": "assign", "people": {"handler": [handler]}})
    for number in own[:14]:
        paper = wu.attach(number, "说明材料.txt", "proof", "病程记录：患者经核实，项目已实际实施，计价有误。\n".encode())
        wu.act(number, "explain", fields={"explanation": "经核实，项目已实际实施，病程记录第三页有记载。"},
               documents={"proof": paper})
    for number in own[:10]:
        opinion = "reject" if number == own[3] else "confirm"
        amount = "0" if opinion == "reject" else amounts[number]
        qian.act(number, "examine", fields={"first_opinion": opinion, "first_amount": amount,
                                            "first_reason": "无医嘱，不符合限定支付范围"})
    for number in own[:7]:
        sun.act(number, "examine_again", fields={"second_opinion": "agree"})
    opened = []
    for number in own[:4]:
        decision = "reject" if number == own[3] else "confirm"
        opened += zhou.act(number, "decide", fields={"decision": decision, "decision_reason": "事实清楚，依据充分"})["opened"]
    for number in opened[:2]:
        matter = zhao.ask("GET", f"/api/matters/{number}")
        amount = next(field["value"] for field in matter["fields"] if field["name"] == "amount")
        zhao.act(number, "send_notice", fields={"pool_amount": amount, "serious_amount": "0", "assistance_amount": "0"})
    return {"own": own, "others": others, "recoveries": opened}


def main():
    parser = argparse.ArgumentParser(description="Builds the stage of the browser tests and serves it.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", default=str(ROOT / "build/bin/qiuhao"))
    parser.add_argument("--port", type=int, default=18080)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--only-serve", action="store_true", help="the stage is there already")
    parser.add_argument("--workspace", type=pathlib.Path, help="people for this audited workspace, then end")
    parser.add_argument("--code", metavar="LOGIN", help="print a one-time code of this person")
    options = parser.parse_args()
    env = {"QIUHAO_POLICY": str(ROOT / "policy"), "QIUHAO_WEB": str(ROOT / "build/web"), **os.environ}
    if options.code:
        file = options.folder / "stage.json"
        if not file.exists():
            sys.exit(f"seed: {file} is not there; the city's people are not settled yet")
        known = json.loads(file.read_text(encoding="utf-8"))["people"]
        secret = known.get(options.code, {}).get("secret")
        if not secret:
            sys.exit(f"seed: {options.code} has no one-time codes; those who have: "
                     + ", ".join(login for login, one in known.items() if one["secret"]))
        print(totp(secret))
        return
    folder = options.folder.resolve()
    stage = {"folder": folder, "workspace": (options.workspace or folder / "ws").resolve(),
             "program": options.program, "env": env}
    folder.mkdir(parents=True, exist_ok=True)
    if options.workspace:
        found_records(stage, audits=False)
    elif not options.only_serve:
        make_city(stage, options.people)
    service = serve(stage, options.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if not options.only_serve:
            settle(stage, options.port)
        if options.workspace:
            return
        print(f"ready http://127.0.0.1:{options.port}", flush=True)
        service.wait()
    except KeyboardInterrupt:
        pass
    finally:
        service.terminate()
        service.wait()


def settle(stage, port):
    hospital, pharmacy = providers_of(stage)
    known = settle_people(port, hospital, pharmacy)
    numbers = work(port, known, hospital, pharmacy)
    kept = {"region": REGION, "hospital": hospital, "pharmacy": pharmacy, "people": known, **numbers}
    file = stage["folder"] / "stage.json"
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    file.chmod(0o600)


if __name__ == "__main__":
    main()
