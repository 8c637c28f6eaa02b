// SPDX-License-Identifier: BSL-1.0

// node schema.js AJV SCHEMA FILE...: prints for each file "ok" if the schema accepts it, "json" if
// it is not JSON, and else "schema". AJV is the module's path. Files are read as JavaScript usually
// does, as a string in which bytes that are not UTF-8 are replaced.
const fs = require("fs");

const [ajv, schema, ...files] = process.argv.slice(2);
const Ajv = require(ajv);
// Strict but in this: "if" and "then" rest on what stands beside them.
const options = {strictTypes: false, strictRequired: false};
const accepts = new Ajv(options).compile(JSON.parse(fs.readFileSync(schema, "utf8")));

function verdict(text) {
    try {
        return accepts(JSON.parse(text)) ? "ok" : "schema";
    } catch (error) {
        if (error instanceof SyntaxError) return "json";
        throw error;
    }
}

for (const file of files) console.log(verdict(fs.readFileSync(file, "utf8")));
