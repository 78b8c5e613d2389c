// Families, doors and datums of the sources of foreign devices.
import type { Source } from '../contracts/office/source.ts';

type Both<K extends string> = Readonly<Record<'zh' | 'en', Readonly<Record<K, string>>>>;

export const sourceFamilies: Both<Source['family']> = {
  zh: {
    zigbee2mqtt: 'Zigbee2MQTT 网关',
    shellyGen1: 'Shelly 第一代',
    shellyGen2: 'Shelly 第二代及以后',
    btHome: '蓝牙 BTHome 网关',
    theengs: 'Theengs / OpenMQTTGateway',
    tasmota: 'Tasmota',
    espHome: 'ESPHome',
    chirpStack: 'LoRaWAN（ChirpStack）',
    traccar: 'Traccar 定位平台',
    homeAssistant: 'Home Assistant',
    ctwing: '中国电信 CTWing',
    oneNet: '中国移动 OneNET（新平台）',
    oneNetOld: '中国移动 OneNET（旧平台）',
    iotda: '华为云 IoTDA',
    tencentIot: '腾讯云物联网',
    aiqiangua: '爱牵挂',
    mapped: '其他平台（自定义对照）',
    watch: '手表、吊坠直连（[3G*…]）',
    jt808: '定位卡直连（JT/T 808）',
  },
  en: {
    zigbee2mqtt: 'Zigbee2MQTT',
    shellyGen1: 'Shelly Gen1',
    shellyGen2: 'Shelly Gen2 and later',
    btHome: 'BTHome over Bluetooth',
    theengs: 'Theengs / OpenMQTTGateway',
    tasmota: 'Tasmota',
    espHome: 'ESPHome',
    chirpStack: 'LoRaWAN (ChirpStack)',
    traccar: 'Traccar',
    homeAssistant: 'Home Assistant',
    ctwing: 'China Telecom CTWing',
    oneNet: 'China Mobile OneNET',
    oneNetOld: 'China Mobile OneNET (old)',
    iotda: 'Huawei IoTDA',
    tencentIot: 'Tencent IoT',
    aiqiangua: 'Aiqiangua',
    mapped: 'another platform (mapped)',
    watch: 'watch or pendant ([3G*…])',
    jt808: 'card over JT/T 808',
  },
};

export const sourceDoors: Both<Source['door']> = {
  zh: {
    broker: '发到我们的 MQTT',
    mqtt: '我们去订阅对方的 MQTT',
    http: '对方平台推送（HTTP）',
    tcp: '设备直连端口（TCP）',
  },
  en: {
    broker: 'publishes to our broker',
    mqtt: 'we subscribe at its broker',
    http: 'posts to us',
    tcp: 'dials our port',
  },
};

export const datums: Both<NonNullable<Source['datum']>> = {
  zh: { wgs84: 'WGS-84（GPS）', gcj02: 'GCJ-02（高德、腾讯）', bd09: 'BD-09（百度）' },
  en: { wgs84: 'WGS-84 (GPS)', gcj02: 'GCJ-02 (AMap, Tencent)', bd09: 'BD-09 (Baidu)' },
};
