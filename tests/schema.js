// For schema.sh: prints what contradicts the claim, nothing when it holds.
//   schema.js TOP accepts|refuses PREFIX...   every *.json below TOP that begins so
//   schema.js TOP results FILE...             results files are as fixtures/results.schema.json says
//   schema.js TOP words                       the enumerations are those of sim/names.h
'use strict';
const fs = require('fs');
const path = require('path');
const Ajv = require('ajv/dist/2020');

const [top, claim, ...prefixes] = process.argv.slice(2);
const read = (file) => fs.readFileSync(path.join(top, file), 'utf8');
const schema = JSON.parse(read('fixtures/scenario.schema.json'));

// All *.json below TOP whose path begins so.
function scenarios(prefix) {
  return fs.readdirSync(path.join(top, path.dirname(prefix + 'x')), { recursive: true })
    .map((name) => path.posix.join(path.dirname(prefix + 'x'), name.split(path.sep).join('/')))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .filter((name) => !/^fixtures\/([^/]*|profiles\/.*)$/.test(name));
}

function judge() {
  const valid = new Ajv({ strictRequired: false, strictTypes: false }).compile(schema);
  for (const prefix of prefixes) {
    const files = scenarios(prefix);
    if (files.length === 0)
      console.log(prefix + ': no file begins so');
    for (const file of files) {
      if (valid(JSON.parse(read(file))) === (claim === 'accepts'))
        continue;
      const error = (valid.errors || []).find((e) => !/const|enum|required/.test(e.keyword));
      console.log(file + ': ' + (error ? error.instancePath + ' ' + error.message : 'accepted'));
    }
  }
}

function words() {
  const names = read('sim/names.h');
  const rows = (list) => {
    const from = names.indexOf('#define ' + list + '(X)');
    const text = names.slice(from, names.indexOf('\n\n', from));
    return [...text.matchAll(/X\((\w+)/g)].map((match) => match[1]);
  };
  const methods = schema.$defs.call.anyOf.flatMap(
    (branch) => branch.properties.call.enum || [branch.properties.call.const]);
  for (const [list, found] of [
    ['BN_HRESULTS', schema.$defs.hresult.anyOf[0].enum],
    ['BN_JOB_STATES', schema.$defs.state.enum],
    ['BN_PRIORITIES', schema.$defs.priority.enum],
    ['BN_CONTEXTS', schema.$defs.context.enum],
    ['BN_FLAGS', schema.$defs.flags.anyOf[0].items.enum],
    ['BN_METHODS', methods],
  ]) {
    const known = new Set(rows(list)), given = new Set(found);
    for (const word of known)
      if (!given.has(word)) console.log(list + ': the schema lacks ' + word);
    for (const word of given)
      if (!known.has(word)) console.log(list + ': the model lacks ' + word);
  }
}

function results() {
  const valid = new Ajv({ strictRequired: false, strictTypes: false }).compile(
    JSON.parse(read('fixtures/results.schema.json')));
  for (const file of prefixes)
    if (!valid(JSON.parse(fs.readFileSync(file, 'utf8'))))
      console.log(file + ': ' + valid.errors[0].instancePath + ' ' + valid.errors[0].message);
}

({ words, results }[claim] || judge)();
