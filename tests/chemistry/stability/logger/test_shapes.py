"""Shapes that loggers and what people use to look at them write, as texts: what is read, or asked."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log
from calc.errors import InputErrors

# First and last time, how many readings, and their mean [°C].
SHAPES = {
    "a status that is OK": (
        "RC-5\nTrip;X1\n\nNo.;Time;Temperature(°C);Status\n"
        "1;2026-03-14 08:00:00;20,0;OK\n2;2026-03-14 09:00:00;20,5;OK\n3;2026-03-14 10:00:00;21,0;OK\n",
        "2026-03-14T08:00",
        "2026-03-14T10:00",
        3,
        20.5,
    ),
    "netatmo": (
        '"Indoor";"Home (Indoor)";"13.4";"52.5"\n'
        'Timestamp;"Timezone : Europe/Berlin";Temperature;Humidity;CO2\n'
        '1767225600;"2026/01/01 01:00:00";21.5;45;600\n'
        '1767225900;"2026/01/01 01:05:00";21.7;45;610\n'
        '1767226200;"2026/01/01 01:10:00";21.9;45;610\n',
        "2026-01-01T01:00",
        "2026-01-01T01:10",
        3,
        21.7,
    ),
    "ecowitt": (
        "Time,Outdoor,Outdoor,Indoor,Indoor\n"
        ",Temperature(℃),Feels Like(℃),Temperature(℃),Humidity(%)\n"
        "2026/01/01 00:00,3.0,1.0,21.0,40\n"
        "2026/01/01 00:05,3.2,1.0,21.1,40\n"
        "2026/01/01 00:10,3.4,1.0,21.2,40\n",
        "2026-01-01T00:00",
        "2026-01-01T00:10",
        3,
        21.1,
    ),
    "stamps without signs": (
        "time,G(i),T2m,WS10m\n"
        "20250101:0010,0.0,3.0,4.1\n"
        "20250101:0110,0.0,3.2,4.2\n"
        "20250101:0210,0.0,3.4,4.2\n",
        "2025-01-01T00:10",
        "2025-01-01T02:10",
        3,
        3.2,
    ),
    "seconds without headings": (
        "1767225600,fridge,5.1\n1767229200,fridge,5.3\n1767232800,fridge,5.5\n1767236400,fridge,5.7\n",
        "2026-01-01T00:00",
        "2026-01-01T03:00",
        4,
        5.4,
    ),
    "an hour in each column": (
        ",Date," + ",".join(str(hour) for hour in range(24)) + "\n"
        "0,2026-01-05," + ",".join(f"{20 + hour / 10:.1f}" for hour in range(24)) + "\n"
        "1,2026-01-06," + ",".join(f"{20 + hour / 10:.1f}" for hour in range(24)) + "\n",
        "2026-01-05T00:00",
        "2026-01-06T23:00",
        48,
        21.15,
    ),
    "hours of the day from one": (
        "Day;" + ";".join(f"{hour}h" for hour in range(1, 25)) + "\n"
        "05.01.2026;" + ";".join("20,5" for _ in range(24)) + "\n"
        "06.01.2026;" + ";".join("20,5" for _ in range(24)) + "\n"
        "13.01.2026;" + ";".join("20,5" for _ in range(24)) + "\n",
        "2026-01-05T01:00",
        "2026-01-14T00:00",
        72,
        20.5,
    ),
    "outdoors first": (
        "Time,Outdoor temperature (°C),Indoor temperature (°C)\n"
        "2026-01-05 10:00,3.0,21.0\n2026-01-05 10:30,3.2,21.2\n2026-01-05 11:00,3.4,21.4\n",
        "2026-01-05T10:00",
        "2026-01-05T11:00",
        3,
        21.2,
    ),
    "tandd": (
        '"Date/Time","Date/Time","No.1","No.2"\n'
        '"","","°C","%"\n'
        '"2016-05-31 14:00:00","42521.5833333333","24.5","50"\n'
        '"2016-05-31 14:10:00","42521.5902777778","24.7","50"\n'
        '"2016-05-31 14:20:00","42521.5972222222","24.9","50"\n',
        "2016-05-31T14:00",
        "2016-05-31T14:20",
        3,
        24.7,
    ),
    "hoboconnect": (
        "#,Date-Time (CET/CEST),Ch: 1 - Temperature   (°C),Ch: 2 - RH (%)\n"
        "1,03/13/2026 10:00:00,20.0,40\n"
        "2,03/13/2026 10:05:00,20.2,40\n"
        "3,03/13/2026 10:10:00,20.4,40\n",
        "2026-03-13T10:00",
        "2026-03-13T10:10",
        3,
        20.2,
    ),
    "sensirion": (
        "# EdfVersion=4.0\n"
        "# Date=2026-01-05T10:00:00\n"
        "# Type=float,Format=.15\n"
        "Epoch_UTC\tLocal_Date_Time\tT_SHT\tRH_SHT\n"
        "1767607200.1\t2026-01-05T11:00:00.100\t21.0\t40\n"
        "1767607210.1\t2026-01-05T11:00:10.100\t21.2\t40\n"
        "1767607220.1\t2026-01-05T11:00:20.100\t21.4\t40\n",
        "2026-01-05T11:00",
        "2026-01-05T11:00",
        3,
        21.2,
    ),
    "comet": (
        '"Device:","U3120"\n'
        '"Date","Time","T [°C]","RH [%RH]","Td [°C]"\n'
        '"13.1.2026","10:00:00","21,0","40,0","7,0"\n'
        '"13.1.2026","10:10:00","21,2","40,0","7,0"\n'
        '"13.1.2026","10:20:00","21,4","40,0","7,0"\n',
        "2026-01-13T10:00",
        "2026-01-13T10:20",
        3,
        21.2,
    ),
    "influx": (
        "#group,false,false,true,true,false,false,true\n"
        "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string\n"
        "#default,_result,,,,,,\n"
        ",result,table,_start,_stop,_time,_value,_field\n"
        ",,0,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T10:00:00Z,20.5,temperature\n"
        ",,0,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T10:10:00Z,20.7,temperature\n"
        ",,1,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T10:00:00Z,45,humidity\n"
        ",,1,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T10:10:00Z,46,humidity\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.6,
    ),
    "jsdate": (
        "Time,Temp (C)\n"
        "Mon Jan 05 2026 10:00:00 GMT+0100 (Central European Standard Time),20\n"
        "Mon Jan 05 2026 10:10:00 GMT+0100 (Central European Standard Time),21\n",
        "2026-01-05T10:00",
        "2026-01-05T10:10",
        2,
        20.5,
    ),
    "locale": (
        'time,temp_c\n"1/15/2026, 10:00:00 AM",20\n"1/15/2026, 10:10:00 AM",21\n',
        "2026-01-15T10:00",
        "2026-01-15T10:10",
        2,
        20.5,
    ),
    "uhr": (
        "Zeitpunkt;Temperatur in °C\n05.01.2026, 10:00 Uhr;20,0\n05.01.2026, 10:10 Uhr;21,0\n",
        "2026-01-05T10:00",
        "2026-01-05T10:10",
        2,
        20.5,
    ),
    "temp F1": (
        "time,Temp F1,Temp F2\n2026-01-01 10:00,4.0,21\n2026-01-01 10:10,5.0,21\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        4.5,
    ),
    "unit in comment": (
        "# Units: Fahrenheit\ntime,temp\n2026-01-01 10:00,40\n2026-01-01 10:10,42\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        5.0,
    ),
    "switchbot": (
        "Date,Temperature_Celsius(℃),Relative_Humidity(%),DPT_Celsius(℃),VPD(kPa)\n"
        "2026-01-01 10:00,20,45,8,1\n"
        "2026-01-01 10:10,21,45,8,1\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "ruuvi": (
        "Date,Temperature (°C),Temperature (°F),Temperature (K),Humidity (%)\n"
        "2026-01-17T17:31:56.303Z,20,68,293.15,40\n"
        "2026-01-17T17:41:56.303Z,21,69.8,294.15,40\n",
        "2026-01-17T17:31",
        "2026-01-17T17:41",
        2,
        20.5,
    ),
    "ruuvi ms date": (
        "bath\n"
        "Date,ISO8601,Timestamp,Temperature(°C),Humidity(%)\n"
        "17/01/2026 17:31:56,2026-01-17T17:31:56.303Z,1768671116303,20,40\n"
        "17/01/2026 17:41:56,2026-01-17T17:41:56.303Z,1768671716303,21,40\n",
        "2026-01-17T17:31",
        "2026-01-17T17:41",
        2,
        20.5,
    ),
    "xiaomi": (
        "Time,Temperature Min(℃),Temperature Max(℃),Humidity Min(%),Humidity Max(%)\n"
        "2026/01/01 10:00,19,21,40,41\n"
        "2026/01/01 11:00,19,22,40,41\n",
        "2026-01-01T10:00",
        "2026-01-01T11:00",
        2,
        21.5,
    ),
    "grafana": (
        '"Series";"Time";"Value"\n'
        '"temp";"2026-01-01T10:00:00+01:00";21.0\n'
        '"temp";"2026-01-01T10:10:00+01:00";21.2\n',
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        21.1,
    ),
    "grafana wide": (
        '"Time","bath temperature","kitchen temperature"\n'
        "2026-01-01 10:00:00,21.0 °C,19 °C\n"
        "2026-01-01 10:10:00,21.2 °C,19 °C\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        21.1,
    ),
    "madgetech": (
        "Device:,TransiTemp-II\n"
        "Serial Number:,Q12345\n"
        ",\n"
        "Date,Time,Temperature (°F)\n"
        "1/15/2026,10:00:00 AM,68.0\n"
        "1/15/2026,10:10:00 AM,69.8\n",
        "2026-01-15T10:00",
        "2026-01-15T10:10",
        2,
        20.5,
    ),
    "escort": (
        "1 , 13/01/2016 10:00:00, 22.5\n2 , 13/01/2016 10:10:00, 22.6\n3 , 13/01/2016 10:20:00, 22.7\n",
        "2016-01-13T10:00",
        "2016-01-13T10:20",
        3,
        22.6,
    ),
    "temptale us": (
        "TripID,123\n"
        "Alarms,None\n"
        "05/14/26 06:30:00,41.0 F\n"
        "05/14/26 06:40:00,41.9 F\n"
        "05/14/26 06:50:00,42.8 F\n",
        "2026-05-14T06:30",
        "2026-05-14T06:50",
        3,
        5.5,
    ),
    "logtag days": (
        '"Serial","1"\n'
        '"Date","Time","Days","Hrs","Temp °C"\n'
        '"15/01/2026","10:00","0","0","4.0"\n'
        '"15/01/2026","10:10","0","0","4.2"\n',
        "2026-01-15T10:00",
        "2026-01-15T10:10",
        2,
        4.1,
    ),
    "bom tsv": (
        "\ufeffDate\tTime\tTemp\tRH\n2026-01-01\t10:00:00\t20\t45\n2026-01-01\t10:10:00\t21\t45\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "two times": (
        "start time,end time,temperature (°C)\n"
        "2026-01-01 10:00,2026-01-01 10:10,20\n"
        "2026-01-01 10:10,2026-01-01 10:20,21\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "utc and local": (
        "UTC time,Local time,temperature (°C)\n"
        "2026-01-01 10:00,2026-01-01 11:00,20\n"
        "2026-01-01 10:10,2026-01-01 11:10,21\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "quote per line": (
        '"Date,Time,Temp (C)"\n"2026-01-01,10:00,20.0"\n"2026-01-01,10:10,21.0"\n',
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "comma decimals quoted semicolons": (
        '"Datum";"Temperatur";\n"01.02.2026 10:00";"20,5 °C";\n"01.02.2026 10:10";"20,7 °C";\n',
        "2026-02-01T10:00",
        "2026-02-01T10:10",
        2,
        20.6,
    ),
    "old dos": (
        "Dátum;Idő;Hőmérséklet (°C)\n2026.01.05;10:00;20\n2026.01.05;10:10;21\n",
        "2026-01-05T10:00",
        "2026-01-05T10:10",
        2,
        20.5,
    ),
    "hungarian": (
        "Idő;Érték\n2026. 01. 05. 10:00;20\n2026. 01. 05. 10:10;21\n",
        "2026-01-05T10:00",
        "2026-01-05T10:10",
        2,
        20.5,
    ),
    "kelvin sensor": (
        "Time,Thermocouple K\n2026-01-01 10:00,20\n2026-01-01 10:10,21\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "ha stat": (
        "start,mean,min,max\n2026-01-01T10:00:00+00:00,20.5,20,21\n2026-01-01T11:00:00+00:00,20.7,20,21\n",
        "2026-01-01T10:00",
        "2026-01-01T11:00",
        2,
        20.6,
    ),
    "minutes of two years": (
        "Date,Time,Temp C\n31/12/25,23:50,20\n01/01/26,00:00,20\n01/01/26,00:10,23\n",
        "2025-12-31T23:50",
        "2026-01-01T00:10",
        3,
        21.0,
    ),
    "space in number": (
        "time;t°C\n2026-01-01 10:00; 20,5 \n2026-01-01 10:10; 20,7 \n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.6,
    ),
    "degree words": (
        "Time,Degrees Celsius\n2026-01-01 10:00,20\n2026-01-01 10:10,21\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "russian °C cyr": (
        "Дата и время;Темп., °С\n13.01.2026 10:00;20,5\n13.01.2026 10:10;20,7\n",
        "2026-01-13T10:00",
        "2026-01-13T10:10",
        2,
        20.6,
    ),
    "arabic digits": (
        "time,temp (°C)\n٢٠٢٦-٠١-٠١ ١٠:٠٠,٢٠.٥\n٢٠٢٦-٠١-٠١ ١٠:١٠,٢٠.٧\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.6,
    ),
    "setpoint": (
        "Timestamp,Setpoint (°C),Actual Temperature (°C),Valve %\n"
        "2026-01-01 10:00,5,20,1\n"
        "2026-01-01 10:10,5,21,1\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "battery temp": (
        "Timestamp,Battery temperature (°C),Probe (°C)\n2026-01-01 10:00,5,20\n2026-01-01 10:10,5,21\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "alarm cols": (
        "Date Time,Celsius(C),High Alarm,Low Alarm\n2026-01-01 10:00,20,8,2\n2026-01-01 10:10,21,8,2\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.5,
    ),
    "swapped columns": (
        "Temperature,Humidity,Date\n20.5,45,2026-01-01 10:00\n20.7,45,2026-01-01 10:10\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.6,
    ),
    "pipe": (
        "| time | temp (°C) |\n|---|---|\n| 2026-01-01 10:00 | 20.5 |\n| 2026-01-01 10:10 | 20.7 |\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.6,
    ),
    "fixed width": (
        "Date        Time      Temp(C)   RH\n"
        "2026-01-01  10:00:00  20.5      45\n"
        "2026-01-01  10:10:00  20.7      45\n",
        "2026-01-01T10:00",
        "2026-01-01T10:10",
        2,
        20.6,
    ),
    "fixed width ampm": (
        "Date       Time         Temp(C)\n01/15/2026 10:00:00 AM  20.5\n01/15/2026 10:10:00 AM  20.7\n",
        "2026-01-15T10:00",
        "2026-01-15T10:10",
        2,
        20.6,
    ),
    "space delimited pm": (
        "15.01.2026 22:00:00;20,5\n15.01.2026 22:10:00;20,7\n",
        "2026-01-15T22:00",
        "2026-01-15T22:10",
        2,
        20.6,
    ),
}
# What each column is used as (a temperature: its unit), what could be read instead, what is assumed, and in
# which line the columns have their names.
USED = {
    "a status that is OK": ({"Time": "times", "Temperature(°C)": "°C"}, (), [], 4),
    "netatmo": ({"Timezone : Europe/Berlin": "times", "Temperature": "°C"}, (), ["unit"], 2),
    "ecowitt": (
        {"column 1": "times", "Indoor Temperature(℃)": "°C"},
        ("Outdoor Temperature(℃)",),
        ["column"],
        2,
    ),
    "stamps without signs": ({"time": "times", "T2m": "°C"}, (), ["unit"], 1),
    "seconds without headings": ({"column 1": "times", "column 3": "°C"}, (), ["unit", "column"], 0),
    "an hour in each column": (
        {"Date": "dates", "Time": "times of day", "Value": "°C"},
        (),
        ["unit", "column"],
        1,
    ),
    "hours of the day from one": (
        {"Day": "dates", "Time": "times of day", "Value": "°C"},
        (),
        ["unit", "column"],
        1,
    ),
    "outdoors first": (
        {"Time": "times", "Indoor temperature (°C)": "°C"},
        ("Outdoor temperature (°C)",),
        ["column"],
        1,
    ),
    "tandd": ({"column 1": "times", "°C": "°C"}, (), [], 2),
    "hoboconnect": ({"Date-Time (CET/CEST)": "times", "Ch: 1 - Temperature (°C)": "°C"}, (), [], 1),
    "sensirion": ({"Local_Date_Time": "times", "T_SHT": "°C"}, (), ["unit", "column"], 4),
    "comet": ({"Date": "dates", "Time": "times of day", "T [°C]": "°C"}, ("Td [°C]",), ["column"], 2),
    "influx": ({"_time": "times", "_value": "°C", "_field": "names of the sensors"}, (), ["unit"], 4),
    "jsdate": ({"Time": "times", "Temp (C)": "°C"}, (), [], 1),
    "locale": ({"time": "times", "temp_c": "°C"}, (), [], 1),
    "uhr": ({"Zeitpunkt": "times", "Temperatur in °C": "°C"}, (), ["day_first"], 1),
    "temp F1": ({"time": "times", "Temp F1": "°C"}, ("Temp F2",), ["unit", "column"], 1),
    "unit in comment": ({"time": "times", "temp": "°F"}, (), ["unit"], 2),
    "switchbot": ({"Date": "times", "Temperature_Celsius(℃)": "°C"}, (), [], 1),
    "ruuvi": (
        {"Date": "times", "Temperature (°C)": "°C"},
        ("Temperature (°F)", "Temperature (K)"),
        ["column"],
        1,
    ),
    "ruuvi ms date": ({"Date": "times", "Temperature(°C)": "°C"}, (), [], 2),
    "xiaomi": ({"Time": "times", "Temperature Max(℃)": "°C"}, ("Temperature Min(℃)",), ["column"], 1),
    "grafana": ({"Time": "times", "Value": "°C"}, (), ["unit", "column"], 1),
    "grafana wide": ({"Time": "times", "bath temperature": "°C"}, ("kitchen temperature",), ["column"], 1),
    "madgetech": ({"Date": "dates", "Time": "times of day", "Temperature (°F)": "°F"}, (), [], 4),
    "escort": ({"column 2": "times", "column 3": "°C"}, (), ["unit", "column"], 0),
    "temptale us": ({"Alarms": "times", "None": "°F"}, (), [], 2),
    "logtag days": ({"Date": "dates", "Time": "times of day", "Temp °C": "°C"}, (), [], 2),
    "bom tsv": ({"Date": "dates", "Time": "times of day", "Temp": "°C"}, (), ["unit"], 1),
    "two times": ({"start time": "times", "temperature (°C)": "°C"}, (), [], 1),
    "utc and local": ({"UTC time": "times", "temperature (°C)": "°C"}, (), [], 1),
    "quote per line": ({"Date": "dates", "Time": "times of day", "Temp (C)": "°C"}, (), [], 1),
    "comma decimals quoted semicolons": ({"Datum": "times", "Temperatur": "°C"}, (), ["day_first"], 1),
    "old dos": ({"Dátum": "dates", "Idő": "times of day", "Hőmérséklet (°C)": "°C"}, (), [], 1),
    "hungarian": ({"Idő": "times", "Érték": "°C"}, (), ["unit", "column"], 1),
    "kelvin sensor": ({"Time": "times", "Thermocouple K": "°C"}, (), ["unit"], 1),
    "ha stat": ({"start": "times", "mean": "°C"}, (), ["unit", "column"], 1),
    "minutes of two years": ({"Date": "dates", "Time": "times of day", "Temp C": "°C"}, (), ["day_first"], 1),
    "space in number": ({"time": "times", "t°C": "°C"}, (), [], 1),
    "degree words": ({"Time": "times", "Degrees Celsius": "°C"}, (), [], 1),
    "russian °C cyr": ({"Дата и время": "times", "Темп., °С": "°C"}, (), [], 1),
    "arabic digits": ({"time": "times", "temp (°C)": "°C"}, (), [], 1),
    "setpoint": ({"Timestamp": "times", "Actual Temperature (°C)": "°C"}, (), [], 1),
    "battery temp": ({"Timestamp": "times", "Probe (°C)": "°C"}, (), [], 1),
    "alarm cols": ({"Date Time": "times", "Celsius(C)": "°C"}, (), [], 1),
    "swapped columns": ({"Temperature": "°C", "Date": "times"}, (), ["unit"], 1),
    "pipe": ({"time": "times", "temp (°C)": "°C"}, (), [], 1),
    "fixed width": ({"Date": "dates", "Time": "times of day", "Temp(C)": "°C"}, (), [], 1),
    "fixed width ampm": ({"Date": "times", "Time": "°C"}, (), ["unit", "column"], 1),
    "space delimited pm": ({"column 1": "times", "column 2": "°C"}, (), ["unit", "column"], 0),
}
ASKED = {
    "thingspeak": (
        "created_at,entry_id,field1,field2,latitude,longitude\n"
        "2026-01-01 10:00:00 UTC,1,20.5,45,,\n"
        "2026-01-01 10:10:00 UTC,2,20.6,45,,\n",
        "column",
    ),
    "probe names": ("time,A,B,C\n2026-01-01 10:00,20,21,4\n2026-01-01 10:10,20,21,4\n", "column"),
    "ibutton F": (
        "Date/Time,Unit,Value\n21/08/16 9:05:00 PM,F,70.7\n21/08/16 10:05:00 PM,F,71.6\n",
        "day_first",
    ),
    "sql dump": (
        "id;sensor_id;value;created_at\n"
        "1;1;20.5;2026-01-01 10:00:00\n"
        "2;2;45;2026-01-01 10:00:00\n"
        "3;1;20.7;2026-01-01 10:10:00\n"
        "4;2;46;2026-01-01 10:10:00\n",
        "column",
    ),
    "humidity only": ("time,humidity (%)\n2026-01-01 10:00,45\n2026-01-01 10:10,45\n", "log"),
    "no year": ("time,temp (C)\n01-15 10:00,20\n01-15 10:10,21\n", "log"),
    "fridge F no unit AMPM": ("Date,Time,Temp\n1/15/2026,10:00 AM,38\n1/15/2026,10:10 AM,39\n", "unit"),
    "ha temp f": (
        "entity_id,state,last_changed\n"
        "sensor.fridge_temperature,38.5,2026-01-01T10:00:00.000Z\n"
        "sensor.fridge_temperature,39.0,2026-01-01T11:00:00.000Z\n",
        "unit",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_read(name):
    text, first, last, count, mean_C = SHAPES[name]
    log = read_temperature_log(text.encode())
    assert (str(log.times[0])[:16], str(log.times[-1])[:16]) == (first, last)
    assert len(log.times) == count
    assert log.mean_C == pytest.approx(mean_C, abs=1e-6)


@pytest.mark.parametrize("name", SHAPES)
def test_every_column_is_used_as_what_it_is(name):
    log = read_temperature_log(SHAPES[name][0].encode())
    used = {
        column.text: column.note.removeprefix("temperatures, in ")
        for column in log.columns
        if column.status == "used"
    }
    named = [group.ranges for group in log.lines if group.note == "names the columns"]
    assumed = [item.text for item in log.assumed]
    assert (used, log.choices, assumed) == USED[name][:3]
    assert named == ([((USED[name][3],) * 2,)] if USED[name][3] else [])
    others = {column.text: column.note for column in log.columns if column.status == "set_aside"}
    assert others.keys() | used.keys() == {column.text for column in log.columns}
    assert all(("can be chosen" in note) == (name in log.choices) for name, note in others.items())


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_sure_is_not_read(name):
    text, field = ASKED[name]
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(text.encode())
    assert caught.value.errors[0].field == field


def test_columns_of_one_name_have_that_of_their_group():
    log = read_temperature_log(SHAPES["ecowitt"][0].encode())
    assert log.column == "Indoor Temperature(℃)"
    assert log.choices == ("Outdoor Temperature(℃)",)
