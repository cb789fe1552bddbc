"""Time, precision and recall of finding other records of a person, in a register filled for it."""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
AT_ONCE = 2000


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="10,000 people, under 40 seconds")
    asked.add_argument("--people", type=int)
    asked.add_argument("--sought", type=int)
    asked = asked.parse_args()
    people = asked.people or (10_000 if asked.quick else 100_000)
    sought = asked.sought or (400 if asked.quick else 2_000)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TPP_DATA": folder, "TPP_DEMO": "0"}
        os.environ.pop("DATABASE_URL", None)
        measure(people, sought)


def measure(number, sought):
    from tests.migrate import migrate
    from tpp.db import db
    from tpp.scope import EVERYTHING, see
    from wsgi import app

    chance = Random(2026)
    with app.app_context():
        migrate(db.engine)
        see(EVERYTHING)
        began = time.process_time()
        known = fill(chance, number)
        print(f"{number:,} people, recorded in {time.process_time() - began:.0f} s of CPU time")
        tell_of_names(known)
        db.session.rollback()
        ids = sorted(known)
        report(chance, known, [known[chance.choice(ids)] for _ in range(sought)])


def fill(chance, number):
    """The register; each person by id, with the id of the Party that keeps the record."""
    from kin import drawn

    from tpp.acting import SYSTEM
    from tpp.db import db, transaction
    from tpp.demonstration.rules.names import countries
    from tpp.parties.models import Party
    from tpp.parties.rules import PartyKind
    from tpp.people.actions import add_many

    with transaction():
        kind = {"kind": PartyKind.COUNTRY, "is_least_developed": False, "names": {}}
        db.session.add_all([Party(code=it, name=it, **kind) for it in countries()])
    parties = {it.code: it for it in db.session.query(Party)}
    by_country = {}
    for at in range(number):
        kin = drawn(chance, at)
        by_country.setdefault(kin.country, []).append(kin)
    known = {}
    for country, kins in by_country.items():
        for start in range(0, len(kins), AT_ONCE):
            some = kins[start : start + AT_ONCE]
            made = add_many(
                [facts_of(it, parties[country]) for it in some], party=parties[country], by=SYSTEM
            )
            known |= {
                person.id: (person.id, person.party_id, kin)
                for person, kin in zip(made, some, strict=True)
            }
            db.session.expunge_all()
            parties = {it.code: it for it in db.session.query(Party)}
    return known


def facts_of(kin, party):
    return {
        "name": kin.name,
        "native_name": kin.native,
        "nationality": party,
        "sex": kin.sex,
        "born_on": kin.born_on,
        "service_number": kin.number,
    }


def tell_of_names(known):
    bearers = Counter(kin.name for _, _, kin in known.values())
    shared = sum(number for number in bearers.values() if number > 1)
    [(_, most)] = bearers.most_common(1)
    print(
        f"{shared / len(known):.0%} bear exactly the name of somebody else; one name has {most} bearers"
    )


def report(chance, known, few):
    from kin import again, stranger

    times, hits, wrong, missed, by_way, stranger_hits = [], 0, 0, Counter(), Counter(), Counter()
    strangers = Counter()
    for person_id, _party_id, kin in few:
        second, ways = again(chance, kin)
        found = looked_for(second, None, times)
        by_way.update(ways)
        is_found = person_id in found
        hits += is_found
        wrong += len(set(found) - {person_id})
        missed.update([] if is_found else ways)
        other, way = stranger(chance, kin)
        strangers[way] += 1
        found = looked_for(other, None, times)
        wrong += len(found)
        stranger_hits[way] += bool(found)
    times.sort()
    print(f"\nSearch over all Parties, {len(times):,} times")
    print(f"  CPU for one person   median {median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms,"
          f" most {times[-1]:.1f} ms   (target 50)")  # fmt: skip
    print(f"  recall               {hits / len(few):.3f}   (target 0.95)")
    print(f"  precision            {hits / (hits + wrong):.3f}   (target 0.80)")
    print("\nSecond records found, by how they were written")
    for way, number in sorted(by_way.items()):
        print(f"  {way:<18} {1 - missed[way] / number:.3f}  of {number}")
    print(
        "\nStrangers for whom somebody was proposed, by how they look like a person of the register"
    )
    for way, number in sorted(strangers.items()):
        print(f"  {way:<18} {stranger_hits[way] / number:.3f}  of {number}")


def looked_for(kin, party_id, times):
    from tpp.db import db
    from tpp.people.queries import candidates

    began = time.process_time()
    found = candidates(kin.facts(), party_id=party_id, limit=10)
    times.append((time.process_time() - began) * 1000)
    ids = [it.person.id for it in found]
    db.session.expunge_all()
    return ids


if __name__ == "__main__":
    main()
