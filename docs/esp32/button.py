# A call button for an ESP32 with MicroPython (1.22 or later), for our own topics. How to put it there, and what it does: README.md in this folder.
import binascii, gc, json, machine, network, os, ssl, time
from settings import CA, DEVICE, PASSWORD, PORT, SERVER, WIFI
from umqtt.simple import MQTTClient

TOPIC = "yjt/v1/d/" + DEVICE + "/"
PRESS = '{"id":"%s","kind":"sos"}'
HEALTH = '{"firmware":"button.py 1"}'
BEEPS = {"received": 1, "coming": 2, "arrived": 3}  # after `left` and `closed` the lamp is out
button, lamp, buzzer = machine.Pin(4, machine.Pin.IN, machine.Pin.PULL_UP), machine.Pin(2, machine.Pin.OUT), machine.Pin(5, machine.Pin.OUT)
dog, edge = machine.WDT(timeout=30000), [-1000]  # whatever hangs for so long: it starts again, and says the same press again

def unanswered():  # the number of the press that nobody has acknowledged yet, in flash: it outlives a reboot
    return open("press").read() if "press" in os.listdir() else ""

def pressed(pin):
    now, before = time.ticks_ms(), edge[0]
    edge[0] = now
    if time.ticks_diff(now, before) > 300 and not unanswered():  # a contact bounces
        with open("new", "w") as file:
            file.write(binascii.hexlify(os.urandom(8)).decode())
        os.rename("new", "press")  # whole, or not there

def show(state):
    lamp(state in BEEPS)
    for _ in range(BEEPS.get(state, 0)):
        buzzer(1), time.sleep_ms(150), buzzer(0), time.sleep_ms(150)

def serve():
    wlan, tls, turn = network.WLAN(network.STA_IF), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), 0
    wlan.active(True)
    wlan.isconnected() or wlan.connect(*WIFI)
    while not wlan.isconnected():
        time.sleep_ms(100)
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(cadata=CA)
    client = MQTTClient(DEVICE, SERVER, PORT, DEVICE, PASSWORD, keepalive=90, ssl=tls)
    client.set_callback(lambda topic, message: show(json.loads(message)["state"]))
    client.connect()
    client.subscribe(TOPIC + "state", 1)
    while True:
        dog.feed()
        if unanswered():
            client.publish(TOPIC + "press", PRESS % unanswered(), qos=1)  # returns with the PUBACK: it is on disk
            os.remove("press")
        if turn % 1200 == 0:
            client.publish(TOPIC + "health", HEALTH)  # each minute
        client.check_msg()
        time.sleep_ms(50)
        turn += 1

button.irq(pressed, machine.Pin.IRQ_FALLING)
while True:
    try:
        serve()
    except Exception as error:  # away, refused, cut off: the press is kept, and said again on the next connection
        print("again:", error)
        gc.collect()
        dog.feed()
        time.sleep_ms(1000)
