// Stands where Serverless Devs downloads the fc3 component: answers `layer` and `deploy` from a file of
// published versions, and writes down what it was asked. What calls it is the real `s`.
//
// It does as the real component was seen to: before any command it makes the service-linked roles that are
// missing, and says so on stdout; `layer publish` prints a JSON line of its own before its result; a call that the
// cloud refuses throws. FC3_COMPONENT_REFUSES names such a call: `publish NAME`, `versions NAME`, `deploy`, `roles`.
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

  _ask(call, action) {
    if (process.env.FC3_COMPONENT_REFUSES !== call) return;
    throw new Error(
      `AccessDenied: code: 403, the caller is not authorized to perform '${action}' request id: 1-66f0`,
    );
  }

  async _roles(inputs) {
    const { AccessKeyID } = await inputs.getCredential();
    const made = path.join(this.folder, 'roles');
    if (fs.existsSync(made)) return;
    this._ask('roles', 'ram:CreateServiceLinkedRole');
    for (const service of ['sendevent-fc', 'sendevent-mns']) {
      console.log(`createServiceLinkedRole success ${service}.eventbridge.aliyuncs.com`);
    }
    fs.writeFileSync(made, AccessKeyID);
  }

  async layer(inputs) {
    await this._roles(inputs);
    const { args } = inputs;
    const value = (name) => args[args.indexOf(name) + 1];
    const layerName = value('--layer-name');
    const versions = this._versions();
    const own = versions.filter((one) => one.layerName === layerName);
    if (args.includes('versions')) {
      this._ask(`versions ${layerName}`, 'fc:ListLayerVersions');
      return own;
    }
    this._ask(`publish ${layerName}`, 'fc:CreateLayerVersion');
    const made = { layerName, version: own.length + 1, description: value('--description') };
    this._record({ publish: layerName, code: fs.statSync(value('--code')).size, runtime: value('--compatible-runtime') });
    fs.writeFileSync(this.published, JSON.stringify([...versions, made]));
    console.log(JSON.stringify({ uploaded: layerName, version: 0 }));
    return made;
  }

  async deploy(inputs) {
    await this._roles(inputs);
    this._ask('deploy', 'fc:UpdateFunction');
    this._record({ deploy: inputs.props.functionName, layers: inputs.props.layers, runtime: inputs.props.runtime });
    return { functionName: inputs.props.functionName };
  }
}

module.exports = Component;
module.exports.default = Component;
