// Stands where Serverless Devs downloads the fc3 component: answers `layer` and `deploy` from a file of
// published versions, and writes down what it was asked. What calls it is the real `s`.
const fs = require('fs');
const path = require('path');

class Component {
  constructor() {
    this.folder = process.env.FC3_COMPONENT_RECORD;
    this.published = path.join(this.folder, 'published.json');
  }

  async getSchema() {
    const schema = process.env.FC3_SCHEMA;
    return schema ? JSON.parse(fs.readFileSync(schema, 'utf8')) : { type: 'object' };
  }

  _versions() {
    return fs.existsSync(this.published) ? JSON.parse(fs.readFileSync(this.published, 'utf8')) : [];
  }

  _record(what) {
    fs.appendFileSync(path.join(this.folder, 'calls.jsonl'), `${JSON.stringify(what)}\n`);
  }

  async layer(inputs) {
    const { args } = inputs;
    const value = (name) => args[args.indexOf(name) + 1];
    const layerName = value('--layer-name');
    const versions = this._versions();
    const own = versions.filter((one) => one.layerName === layerName);
    if (args.includes('versions')) return own;
    const made = { layerName, version: own.length + 1, description: value('--description') };
    this._record({ publish: layerName, code: fs.statSync(value('--code')).size, runtime: value('--compatible-runtime') });
    fs.writeFileSync(this.published, JSON.stringify([...versions, made]));
    return made;
  }

  async deploy(inputs) {
    this._record({ deploy: inputs.props.functionName, layers: inputs.props.layers, runtime: inputs.props.runtime });
    return { functionName: inputs.props.functionName };
  }
}

module.exports = Component;
module.exports.default = Component;
