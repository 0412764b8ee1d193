// Reading CSV in WebAssembly: our scanner beside the csv crate. `cargo xtask bench csv` builds the program and starts this.
//
// All readers read the same bytes in turn, and take turns at being the first of a round, so that a machine that slows down slows them
// all. What counts is the median of the ratios to the scanner's time in the same round; behind it stand the quarter and the three quarters.
// Memory is what the program's memory grew by in an instance that reads one file once: a page never gives it back. That instance's time is
// the first one, too: WebAssembly is compiled better while it runs, and a file is usually read once.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROWS = 200_000;
const WARM_UPS = 3;
const RUNS = 25;
const ALONE = 7;
const READERS = ["scanner", "csv", "csv-core", "csv-core by fields"];

function file(row) {
    const lines = [];
    for (let n = 0; n < ROWS; n++) {
        const id = `712020:${n.toString(16).padStart(8, "0")}-9a55-4c0a-8a53-6cf0a7a2f6b1`;
        lines.push(row(id, `person.${n}@old.example.com`, `person.${n}@example.com`));
    }
    return new TextEncoder().encode(`${lines.join("\r\n")}\r\n`);
}

const FILES = {
    plain: () => file((id, old, now) => `${id},${old},${now}`),
    quoted: () => file((id, old, now) => `"${id}","${old}","${now}"`),
    "12 columns": () =>
        file(
            (id, old, now) =>
                `Ada Lovelace,${old},${id},Active,2026-03-05,,"acme, acme-test",,"acme ""two""",acme,${now},"Engineering"`,
        ),
};

async function instance(program) {
    const { instance } = await WebAssembly.instantiate(readFileSync(program), {});
    const { memory, room, accept, read, digest } = instance.exports;
    return {
        put(bytes) {
            const at = room(bytes.length);
            new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
            accept();
        },
        read(reader) {
            const start = performance.now();
            read(reader);
            return performance.now() - start;
        },
        digest,
        memory: () => memory.buffer.byteLength,
    };
}

const quantile = (values, part) => values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))];
const median = (values) => quantile(values, 0.5);

/** One file, read once, in a process of its own. */
async function alone(program, name, reader) {
    const one = await instance(program);
    one.put(FILES[name]());
    const before = one.memory();
    const milliseconds = one.read(reader);
    return { milliseconds, megabytes: (one.memory() - before) / 1e6 };
}

async function inTurn(program, bytes) {
    const one = await instance(program);
    const times = READERS.map(() => []);
    const digests = new Set();
    for (let run = -WARM_UPS; run < RUNS; run++) {
        for (let nth = 0; nth < READERS.length; nth++) {
            const reader = (nth + run + WARM_UPS) % READERS.length;
            one.put(bytes);
            const time = one.read(reader);
            if (run >= 0) {
                times[reader].push(time);
            } else {
                digests.add(one.digest());
            }
        }
    }
    if (digests.size !== 1) {
        throw new Error("The readers do not agree on what the cells are.");
    }
    return times;
}

async function compare(program) {
    const figures = [];
    for (const [name, make] of Object.entries(FILES)) {
        const bytes = make();
        const times = await inTurn(program, bytes);
        const first = READERS.map(() => []);
        for (let run = 0; run < ALONE; run++) {
            for (const reader of READERS.keys()) {
                const self = fileURLToPath(import.meta.url);
                const output = execFileSync(process.execPath, [self, program, "--alone", name, reader]);
                first[reader].push(JSON.parse(output));
            }
        }
        for (const [reader, called] of READERS.entries()) {
            const ratios = times[reader].map((time, run) => time / times[0][run]);
            const firsts = first[reader].map((one, run) => one.milliseconds / first[0][run].milliseconds);
            figures.push({
                file: name,
                megabytes: bytes.length / 1e6,
                reader: called,
                milliseconds: median(times[reader]),
                ratio: median(ratios),
                quarters: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
                firstMilliseconds: median(first[reader].map((one) => one.milliseconds)),
                firstRatio: median(firsts),
                memory: median(first[reader].map((one) => one.megabytes)),
            });
        }
    }
    return figures;
}

const [program, option, ...rest] = process.argv.slice(2);
if (option === "--alone") {
    console.log(JSON.stringify(await alone(program, rest[0], Number(rest[1]))));
} else {
    const figures = await compare(program);
    if (option === "--json") {
        console.log(JSON.stringify(figures, null, 4));
    } else {
        console.log(`${ROWS} rows each, Node ${process.version}; ratios are to the scanner`);
        console.log("file           MB  reader                   ms  ratio               first ms  ratio  memory MB");
        for (const one of figures) {
            const [least, most] = one.quarters.map((ratio) => ratio.toFixed(2));
            console.log(
                [
                    one.file.padEnd(10),
                    one.megabytes.toFixed(1).padStart(6),
                    ` ${one.reader.padEnd(19)}`,
                    one.milliseconds.toFixed(1).padStart(7),
                    `${one.ratio.toFixed(2)}× (${least}–${most})`.padStart(19),
                    one.firstMilliseconds.toFixed(1).padStart(9),
                    `${one.firstRatio.toFixed(2)}×`.padStart(6),
                    one.memory.toFixed(1).padStart(10),
                ].join(" "),
            );
        }
    }
}
