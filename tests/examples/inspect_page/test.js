// SPDX-License-Identifier: BSL-1.0
// test.js PAGE TESTS SCRATCH: tries PAGE in Chromium with bodies of the folder TESTS. Writes a screenshot of
// each into SCRATCH.
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const http = require("node:http");
const { chromium } = require("playwright-core");
const [address, tests, scratch] = process.argv.slice(2);
const url = `file://${fs.realpathSync(address)}`;

const vector = name => fs.readFileSync(`${tests}/vectors/${name}`, "utf-8");

const right = async page => {
    const report = await enter(page, { request: vector("request/y_doc_op2_override.json"), response: "" });
    assert.match(report.request, /^Right\..*overwrite_accounts \(operator_type 2\), items: 2/s);
    assert.deepStrictEqual(await marked(page), []);
    assert.strictEqual(report.response, "");
};

const wrong = async page => {
    const report = await enter(page, { request: vector("request/n_hand_written_caller.json"), response: "" });
    assert.match(report.request, /^Wrong, violations: 4\..*\/operator_type must be from 1 to 5.*Hint: 1 and 2 bind/s);
    assert.match(report.request, /ignored: platform/);
    assert.deepStrictEqual(await marked(page), ["0", '"token1"', "1.0", "}", '"platform"']);
};

const twentyBindings = async page => {
    const bindings = Array.from({ length: 20 }, (_, i) =>
        ({ token: `token${i}`, account_list: [{ account: `user${i}`, account_type: 1 }] }));
    const codes = bindings.map((_, i) => i % 7 === 3 ? "1008006" : "0");
    const report = await enter(page, {
        request: JSON.stringify({ operator_type: 1, token_accounts: bindings }, null, 1),
        response: JSON.stringify({ ret_code: 1008026, err_msg: "", result: codes }),
    });
    assert.match(report.response, /^Right\./);
    const rows = await page.locator("#response-report tbody tr").allInnerTexts();
    assert.strictEqual(rows.length, 20);
    rows.forEach((row, i) => {
        const outcome = codes[i] === "0" ? "accepted\taccepted (0)" : "not_found\tinvalid token (1008006)";
        assert.strictEqual(row, `/token_accounts/${i}\ttoken${i}: user${i} (1)\t${outcome}`);
    });
};

const lenient = async page => {
    const { response } = await enter(page, { request: "", response: vector("response/y_reply_result_map.json") });
    assert.match(response, /^Wrong, violations: 1\..*\/result must be an array or null/s);
    assert.match(response, /Read leniently.*completely failed \(1008027\)/s);
};

/** The text before it has more bytes than units; and what is wrong is found by the keyboard alone. */
const byKeyboard = async page => {
    const response = '{"err_msg":"测试😀",\n "result":["0", true],"ret_code":0}';
    await enter(page, { request: "", response });
    assert.deepStrictEqual(await marked(page), ["true"]);
    await page.getByLabel("Response").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const selected = await page.getByLabel("Response").evaluate(area =>
        [area === document.activeElement, area.selectionStart, area.selectionEnd]);
    assert.deepStrictEqual(selected, [true, response.indexOf("true"), response.indexOf("]")]);
};

const truncated = async page => {
    const { request } = await enter(page, { request: '{"operator_type":1', response: "" });
    assert.match(request, /^Wrong, violations: 1\./);
    assert.deepStrictEqual(await marked(page), [""]);
    assert((await page.locator("mark").boundingBox()).width > 0);
};

/** What is entered is text, whatever it looks like. */
const markup = async page => {
    const image = "<img src=x onerror=alert(1)>";
    await enter(page, { request: `{"${image}":1}`, response: `{"ret_code":1,"err_msg":"${image}"}` });
    assert.deepStrictEqual(await marked(page), [`"${image}"`, "}"]);
    assert.strictEqual(await page.locator("img").count(), 0);
};

/** As a reader sees colours: those of WCAG 2, 1.4.3, for text as it stands on the page and on its marks. */
const contrast = async page => {
    await enter(page, { request: vector("request/n_hand_written_caller.json"), response: "" });
    const ratios = await page.evaluate(() => {
        const colour = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
        const luminance = rgb => rgb.match(/\d+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [["body", "body"], ["textarea", "mark.wrong"], ["textarea", "mark.ignored"], ["li button", "body"]].map(
            ([text, back]) => ratio(luminance(colour(text, "color")), luminance(colour(back, "backgroundColor"))));
    });
    for (const ratio of ratios) assert(ratio >= 4.5, `contrast ${ratios}`);
};

/** What the policy forbids does not reach a server that would have answered. */
const connectsToNothing = async page => {
    let asked = 0;
    const server = http.createServer((_, reply) => { ++asked; reply.end(); });
    await new Promise(ready => server.listen(0, "127.0.0.1", ready));
    const there = `http://127.0.0.1:${server.address().port}/`;
    await page.evaluate(async to => {
        await fetch(to, { mode: "no-cors" }).catch(() => {});
        navigator.sendBeacon(to, "text");
        await new Promise(done => Object.assign(new Image(), { onload: done, onerror: done, src: to }));
    }, there);
    server.close();
    assert.strictEqual(asked, 0);
};

/** Enters the bodies, and gives what the page then says of each. */
async function enter(page, bodies) {
    await page.getByLabel("Request").fill(bodies.request);
    await page.getByLabel("Response").fill(bodies.response);
    await page.locator("main[aria-busy=false]").waitFor();
    return {
        request: await page.locator("#request-report").innerText(),
        response: await page.locator("#response-report").innerText(),
    };
}

/** The texts that are marked, each of which is behind the same text of what can be edited. */
async function marked(page) {
    for (const kind of ["Request", "Response"]) {
        const area = page.getByLabel(kind);
        const same = await area.evaluate(t => t.previousElementSibling.textContent === `${t.value}\n` &&
            t.previousElementSibling.clientHeight === t.clientHeight);
        assert(same, `the marks of the ${kind} are of its text`);
    }
    return page.locator("mark").allInnerTexts();
}

async function main() {
    // Its sandbox does not work for root.
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const cases = { right, wrong, twentyBindings, lenient, byKeyboard, truncated, markup, contrast, connectsToNothing };
    for (const colorScheme of ["light", "dark"])
        for (const [name, test] of Object.entries(cases)) {
            const page = await browser.newPage({ colorScheme });
            const unexpected = [];
            page.on("pageerror", e => unexpected.push(e.message));
            page.on("request", r => { if (r.url() !== url && test !== connectsToNothing) unexpected.push(r.url()); });
            await page.goto(url);
            await test(page);
            await page.screenshot({ path: `${scratch}/${name}_${colorScheme}.png`, fullPage: true });
            assert.deepStrictEqual(unexpected, []);
            await page.close();
            console.log(`inspect page: ${name}, ${colorScheme}`);
        }
    await browser.close();
}

main().catch(e => {
    console.error(e);
    process.exit(1);
});
